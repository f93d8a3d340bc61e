"""What the database itself holds to, whoever writes to it and however.

Revisions, verdicts and events are added and never changed; citations can be withdrawn but not
rewritten or deleted; a mention quotes its revision; a rating mirrors the verdicts; events are sealed
into chains. `claims.text.chain` is the same seal in Python.
"""

from django.db import migrations

NEVER_CHANGED = """
CREATE FUNCTION newsdesk_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is history: its rows are added, never changed or deleted.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER revision_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_revision
    FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_refuse_change();
CREATE TRIGGER verdict_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_verdict
    FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_refuse_change();
CREATE TRIGGER event_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_event
    FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_refuse_change();
CREATE TRIGGER citation_never_deleted BEFORE DELETE OR TRUNCATE ON claims_citation
    FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_refuse_change();
"""
NEVER_CHANGED_UNDO = """
DROP TRIGGER revision_never_changed ON claims_revision;
DROP TRIGGER verdict_never_changed ON claims_verdict;
DROP TRIGGER event_never_changed ON claims_event;
DROP TRIGGER citation_never_deleted ON claims_citation;
DROP FUNCTION newsdesk_refuse_change();
"""

# A citation's source changes when two sources are merged; its withdrawal is told once.
CITATION = """
CREATE FUNCTION newsdesk_citation_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.claim_id, NEW.url, NEW.passage, NEW.locator, NEW.stance, NEW.tier, NEW.read_at,
        NEW.added_by_id, NEW.created_at)
        IS DISTINCT FROM
       (OLD.claim_id, OLD.url, OLD.passage, OLD.locator, OLD.stance, OLD.tier, OLD.read_at,
        OLD.added_by_id, OLD.created_at)
       OR (OLD.withdrawn_at IS NOT NULL
           AND (NEW.withdrawn_at, NEW.withdrawn_by_id, NEW.withdrawn_reason)
               IS DISTINCT FROM (OLD.withdrawn_at, OLD.withdrawn_by_id, OLD.withdrawn_reason))
    THEN
        RAISE EXCEPTION 'A citation is withdrawn and made anew, never rewritten.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER citation_keeps BEFORE UPDATE ON claims_citation
    FOR EACH ROW EXECUTE FUNCTION newsdesk_citation_keeps();
"""
CITATION_UNDO = """
DROP TRIGGER citation_keeps ON claims_citation;
DROP FUNCTION newsdesk_citation_keeps();
"""

REVISION_DIGEST = """
ALTER TABLE claims_revision ADD CONSTRAINT revision_digest_of_text
    CHECK (digest = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
"""
REVISION_DIGEST_UNDO = "ALTER TABLE claims_revision DROP CONSTRAINT revision_digest_of_text;"

# In PostgreSQL as in Python, and unlike in a browser, a character is a code point.
MENTION = """
CREATE FUNCTION newsdesk_mention_quotes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    slice text;
    of_article bigint;
BEGIN
    SELECT substr(text, NEW.start + 1, NEW."end" - NEW.start), article_id
        INTO slice, of_article FROM claims_revision WHERE id = NEW.revision_id;
    IF slice IS DISTINCT FROM NEW.exact THEN
        RAISE EXCEPTION 'Mention % to % is not what its revision says there.', NEW.start, NEW."end"
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mention_quotes_revision';
    END IF;
    IF of_article IS DISTINCT FROM (SELECT article_id FROM claims_claim WHERE id = NEW.claim_id) THEN
        RAISE EXCEPTION 'A mention stands in a revision of its claim''s article.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mention_in_own_article';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER mention_quotes BEFORE INSERT OR UPDATE ON claims_mention
    FOR EACH ROW EXECUTE FUNCTION newsdesk_mention_quotes();
"""
MENTION_UNDO = """
DROP TRIGGER mention_quotes ON claims_mention;
DROP FUNCTION newsdesk_mention_quotes();
"""

# Checked when the transaction ends: verdict and claim are written one after the other.
RATING = """
CREATE FUNCTION newsdesk_rating_mirrors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_claim bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    carried text;
    due text;
BEGIN
    SELECT rating INTO carried FROM claims_claim WHERE id = of_claim;
    SELECT rating INTO due FROM (
        SELECT DISTINCT ON (question) verdict.rating FROM claims_verdict verdict
        JOIN claims_claim claim ON claim.id = verdict.claim_id
        WHERE claim.id = of_claim AND verdict.number > claim.lapsed
            AND (question = 'truth' OR claim.kind = 'quotation')
        ORDER BY question, verdict.number DESC
    ) AS newest ORDER BY array_position(ARRAY['disputed', 'unsourced', 'verified'], rating) LIMIT 1;
    IF carried <> '' AND carried IS DISTINCT FROM due THEN
        RAISE EXCEPTION 'Claim % is rated % but its verdicts say %.', of_claim, carried, due
            USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_rating_mirrors_verdict';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER claim_rating_mirrors AFTER INSERT OR UPDATE OF rating ON claims_claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.rating <> '')
    EXECUTE FUNCTION newsdesk_rating_mirrors('id');
CREATE CONSTRAINT TRIGGER verdict_rating_mirrors AFTER INSERT ON claims_verdict
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION newsdesk_rating_mirrors('claim_id');
"""
RATING_UNDO = """
DROP TRIGGER claim_rating_mirrors ON claims_claim;
DROP TRIGGER verdict_rating_mirrors ON claims_verdict;
DROP FUNCTION newsdesk_rating_mirrors();
"""

EVENT_SEAL = """
CREATE FUNCTION newsdesk_event_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head claims_chainhead;
BEGIN
    IF NEW.claim_id IS NOT NULL
       AND NEW.article_id IS DISTINCT FROM (SELECT article_id FROM claims_claim WHERE id = NEW.claim_id)
    THEN
        RAISE EXCEPTION 'An event stands in the history of its claim''s article.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_in_own_article';
    END IF;
    NEW.chain := coalesce('article-' || NEW.article_id, 'library');
    INSERT INTO claims_chainhead (chain, sequence, hash) VALUES (NEW.chain, 0, '')
        ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM claims_chainhead WHERE chain = NEW.chain FOR UPDATE;
    NEW.sequence := head.sequence + 1;
    NEW.previous_hash := head.hash;
    NEW.at := clock_timestamp();
    NEW.hash := encode(sha256(convert_to(NEW.previous_hash || E'\\n' || jsonb_build_object(
        'chain', NEW.chain, 'sequence', NEW.sequence, 'article', NEW.article_id,
        'claim', NEW.claim_id, 'person', NEW.person_id, 'kind', NEW.kind, 'payload', NEW.payload,
        'at', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    )::text, 'UTF8')), 'hex');
    UPDATE claims_chainhead SET sequence = NEW.sequence, hash = NEW.hash WHERE chain = NEW.chain;
    RETURN NEW;
END $$;
CREATE TRIGGER event_seal BEFORE INSERT ON claims_event
    FOR EACH ROW EXECUTE FUNCTION newsdesk_event_seal();
"""
EVENT_SEAL_UNDO = """
DROP TRIGGER event_seal ON claims_event;
DROP FUNCTION newsdesk_event_seal();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [
        migrations.RunSQL(NEVER_CHANGED, NEVER_CHANGED_UNDO),
        migrations.RunSQL(CITATION, CITATION_UNDO),
        migrations.RunSQL(REVISION_DIGEST, REVISION_DIGEST_UNDO),
        migrations.RunSQL(MENTION, MENTION_UNDO),
        migrations.RunSQL(RATING, RATING_UNDO),
        migrations.RunSQL(EVENT_SEAL, EVENT_SEAL_UNDO),
    ]
