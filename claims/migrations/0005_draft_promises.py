"""What the database itself holds to of drafts that follow one another, and of sign-offs.

A mention still quotes its revision, an orphan excepted, which has no place. All rows of a statement
are checked together: a new draft writes its mentions by the thousand, and each row on its own would
unpack the whole text again.
"""

from django.db import migrations

MENTION = """
DROP TRIGGER mention_quotes ON claims_mention;
DROP FUNCTION newsdesk_mention_quotes();

CREATE FUNCTION newsdesk_mentions_quote() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    draft record;
    place record;
    body text;
    -- The text in pieces, because to find a place in it takes as long as what stands before it.
    pieces text[];
    piece constant integer := 250;
    of_first integer;
    slice text;
BEGIN
    FOR draft IN SELECT revision_id, count(*) > 20 AS is_many FROM written
        WHERE start IS NOT NULL GROUP BY revision_id
    LOOP
        SELECT text INTO body FROM claims_revision WHERE id = draft.revision_id;
        IF draft.is_many THEN
            SELECT array_agg(cut[1]) INTO pieces
                FROM regexp_matches(body, '.{1,250}', 'g') AS cut;
        END IF;
        FOR place IN SELECT start, "end", exact FROM written
            WHERE revision_id = draft.revision_id AND start IS NOT NULL
        LOOP
            IF draft.is_many THEN
                of_first := place.start / piece;
                slice := '';
                FOR at IN of_first .. (place."end" - 1) / piece LOOP
                    slice := slice || coalesce(pieces[at + 1], '');
                END LOOP;
                slice := substr(slice, place.start - of_first * piece + 1, place."end" - place.start);
            ELSE
                slice := substr(body, place.start + 1, place."end" - place.start);
            END IF;
            IF slice IS DISTINCT FROM place.exact THEN
                RAISE EXCEPTION 'Mention % to % is not what its revision says there.',
                    place.start, place."end"
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'mention_quotes_revision';
            END IF;
        END LOOP;
    END LOOP;
    IF EXISTS (
        SELECT FROM written JOIN claims_claim claim ON claim.id = written.claim_id
        LEFT JOIN claims_revision revision ON revision.id = written.revision_id
        WHERE revision.article_id IS DISTINCT FROM claim.article_id
    ) THEN
        RAISE EXCEPTION 'A mention stands in a revision of its claim''s article.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mention_in_own_article';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER mentions_quote_inserted AFTER INSERT ON claims_mention
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_mentions_quote();
CREATE TRIGGER mentions_quote_updated AFTER UPDATE ON claims_mention
    REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_mentions_quote();
"""

NEVER_CHANGED = """
CREATE TRIGGER original_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_original
    FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_refuse_change();
CREATE TRIGGER acceptance_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_acceptance
    FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_refuse_change();
CREATE TRIGGER sign_off_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON claims_signoff
    FOR EACH STATEMENT EXECUTE FUNCTION newsdesk_refuse_change();
"""
NEVER_CHANGED_UNDO = """
DROP TRIGGER original_never_changed ON claims_original;
DROP TRIGGER acceptance_never_changed ON claims_acceptance;
DROP TRIGGER sign_off_never_changed ON claims_signoff;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_drafts")]

    operations = [
        migrations.RunSQL(MENTION, migrations.RunSQL.noop),
        migrations.RunSQL(NEVER_CHANGED, NEVER_CHANGED_UNDO),
    ]
