"""The addresses of the desk. Each is called what its view is called."""

from django.urls import path

from claims.views import (
    archive,
    article,
    claim,
    desk,
    joining,
    note,
    release,
    revision,
    source,
    suggestion,
)

app_name = "claims"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("seen/", desk.desk_seen, name="desk_seen"),
    path("articles/", article.article_list, name="article_list"),
    path("articles/new/", article.article_create, name="article_create"),
    path("articles/<int:article_id>/", article.article_check, name="article_check"),
    path("articles/<int:article_id>/edit/", article.article_edit, name="article_edit"),
    path("articles/<int:article_id>/history/", article.article_history, name="article_history"),
    path("articles/<int:article_id>/revisions/", revision.revision_list, name="revision_list"),
    path("articles/<int:article_id>/claims/", claim.claim_create, name="claim_create"),
    path(
        "articles/<int:article_id>/suggestions/", suggestion.suggestion_list, name="suggestion_list"
    ),
    path(
        "articles/<int:article_id>/suggestions/decide/",
        suggestion.suggestion_decide,
        name="suggestion_decide",
    ),
    path("articles/<int:article_id>/coverage/", suggestion.coverage_detail, name="coverage_detail"),
    path(
        "suggestions/<int:suggestion_id>/restore/",
        suggestion.suggestion_restore,
        name="suggestion_restore",
    ),
    path(
        "draft-citations/<int:draft_citation_id>/discard/",
        suggestion.draft_citation_discard,
        name="draft_citation_discard",
    ),
    path("articles/<int:article_id>/release/", release.article_release, name="article_release"),
    path("articles/<int:article_id>/release/state/", release.release_state, name="release_state"),
    path("articles/<int:article_id>/sign-offs/", release.sign_off_create, name="sign_off_create"),
    path("articles/<int:article_id>/clear/", release.article_clear, name="article_clear"),
    path("articles/<int:article_id>/reopen/", release.article_reopen, name="article_reopen"),
    path("claims/", archive.claim_list, name="claim_list"),
    path("claims/<int:claim_id>/", claim.claim_detail, name="claim_detail"),
    path("claims/<int:claim_id>/history/", claim.claim_history, name="claim_history"),
    path("claims/<int:claim_id>/edit/", claim.claim_edit, name="claim_edit"),
    path("claims/<int:claim_id>/join/", joining.claim_join, name="claim_join"),
    path("claims/<int:claim_id>/split/", joining.claim_split, name="claim_split"),
    path("claims/<int:claim_id>/unjoin/", joining.claim_unjoin, name="claim_unjoin"),
    path("claims/<int:claim_id>/verdict/", claim.verdict_record, name="verdict_record"),
    path("claims/<int:claim_id>/recheck/", claim.verdict_confirm, name="verdict_confirm"),
    path("claims/<int:claim_id>/reopen/", claim.claim_reopen, name="claim_reopen"),
    path("mentions/<int:mention_id>/close/", claim.mention_close, name="mention_close"),
    path("claims/<int:claim_id>/acceptances/", release.unsourced_accept, name="unsourced_accept"),
    path("claims/<int:claim_id>/citations/", claim.citation_add, name="citation_add"),
    path(
        "citations/<int:citation_id>/withdraw/", claim.citation_withdraw, name="citation_withdraw"
    ),
    path("notes/<int:note_id>/dismiss/", note.note_dismiss, name="note_dismiss"),
    path("notes/<int:note_id>/restore/", note.note_restore, name="note_restore"),
    path("sources/", source.source_list, name="source_list"),
    path("sources/options/", source.source_options, name="source_options"),
    path("sources/proposal/", source.source_proposal, name="source_proposal"),
]
