"""What the house style asks for and a machine can see."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from inspect import unwrap
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
CLAIMS = ROOT / "claims"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FRAGMENTS = [path for path in TEMPLATES if path.name.startswith("_")]
# The pages of the Django admin are its own; nothing is swapped there.
SWAPPED = [path for path in FRAGMENTS if "admin" not in path.parts]
STYLES = sorted((ROOT / "static").rglob("*.css"))
ACTION_FILES = sorted((CLAIMS / "actions").glob("*.py"))

# From the ground up: a module imports what stands in its own row or above it here.
LAYERS = (
    ("exceptions", "text"),
    ("intake",),
    ("roles", "models"),
    ("rules", "sign_in", "store", "reader", "desk_weights"),
    ("actions", "queries", "archive", "publishing", "live", "tasks"),
    ("forms", "http"),
    ("templatetags", "views", "api", "admin", "management", "urls", "apps", "migrations"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
# It is nobody's doing: it makes its own people and acts as them.
ACTIONS_OF_NOBODY = {"load_seeds"}
# What strangers send or serve has to come to an end: these two give up after some seconds.
TIMED = {"claims/intake/fetch.py", "claims/intake/sandbox.py"}
# A shuffle with a fixed seed: equal input, equal weights.
SHUFFLED = {"claims/text/training.py"}
# What a view shows in its form, with what was typed; the middleware answers all else.
FORM_SHOWS = {
    *("BadInput", "EvidenceMissing", "NotAllowed", "ReleaseRefused", "Stale"),
    *("StoreUnavailable", "ValidationError", "WrongState"),
}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _layer(module: str) -> str:
    """Return "models" for "claims.models.claim"; for "claims" alone what is imported from it."""
    return module.split(".")[1]


def _calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr


def _actions() -> Iterator[ast.FunctionDef]:
    """Yield the functions that are a transaction: what may change the state."""
    for path in ACTION_FILES:
        for node in _tree(path).body:
            if isinstance(node, ast.FunctionDef):
                decorators = [ast.unparse(each) for each in node.decorator_list]
                if "transaction.atomic" in decorators:
                    yield node


@pytest.mark.parametrize("action", list(_actions()), ids=lambda node: node.name)
def test_action_takes_keywords_only_and_by(action):
    assert not action.name.startswith("_")
    assert not action.args.args
    assert not action.args.posonlyargs
    assert not action.args.vararg
    keywords = {argument.arg: argument.annotation for argument in action.args.kwonlyargs}
    if action.name not in ACTIONS_OF_NOBODY:
        assert ast.unparse(keywords["by"]) == "Person"
    assert ast.get_docstring(action)


def test_actions_there_are_some():
    assert len(list(_actions())) > 10


@pytest.mark.parametrize(
    "path",
    [*(CLAIMS / "text").rglob("*.py"), *(CLAIMS / "intake").rglob("*.py")],
    ids=_name,
)
def test_text_library_imports_no_django_no_clock_and_nothing_above_it(path):
    own = path.relative_to(CLAIMS).parts[0]
    for module in _imports(path):
        if module == "time" and _name(path) in TIMED:
            continue
        if module == "random" and _name(path) in SHUFFLED:
            continue
        assert not re.match(r"(django|newsdesk|time|random|secrets|uuid|environs)\b", module)
        if module.startswith("claims."):
            assert RANK[_layer(module)] <= RANK[own]
    assert not {"now", "today", "utcnow"} & {name for _, name in _calls(path)}


def test_text_library_runs_without_django():
    packages = ["claims.text", "claims.intake"]
    modules = [
        f"{package}.{path.stem}"
        for package in packages
        for path in (ROOT / package.replace(".", "/")).glob("[!_]*.py")
    ]
    question = f"import sys, {', '.join(modules)}; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", question], cwd=ROOT, check=True)


@pytest.mark.parametrize("path", sorted(CLAIMS.rglob("*.py")), ids=_name)
def test_imports_point_one_way(path):
    own = path.relative_to(CLAIMS).parts[0].removesuffix(".py")
    for module in _imports(path):
        assert not module.startswith("newsdesk")
        if module.startswith("claims.") and own != "__init__":
            assert RANK[_layer(module)] <= RANK[own], f"{_name(path)} imports {module}"


@pytest.mark.parametrize(
    "path",
    [
        path
        for folder in ("views", "queries", "forms", "templatetags")
        for path in sorted((CLAIMS / folder).glob("*.py"))
    ]
    + [CLAIMS / "rules.py", CLAIMS / "http.py"],
    ids=_name,
)
def test_writes_stand_in_actions_alone(path):
    writes = {
        *("save", "create", "bulk_create", "get_or_create", "update_or_create", "delete"),
        *("bulk_update", "select_for_update", "atomic"),
    }
    assert not [call for call in _calls(path) if call[1] in writes]


@pytest.mark.parametrize("path", sorted((CLAIMS / "models").glob("*.py")), ids=_name)
def test_models_override_no_save_and_send_no_signal(path):
    names = {node.name for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef)}
    assert not names & {"save", "delete", "clean"}
    assert not [module for module in _imports(path) if "signals" in module]


@pytest.mark.parametrize("path", sorted((CLAIMS / "views").glob("*.py")), ids=_name)
def test_views_are_functions_and_catch_only_what_a_form_can_show(path):
    caught = set()
    for node in ast.walk(_tree(path)):
        assert not isinstance(node, ast.ClassDef)
        if isinstance(node, ast.ExceptHandler):
            caught |= set(re.findall(r"\w+", ast.unparse(node.type) if node.type else "anything"))
    assert caught <= FORM_SHOWS


def _urls() -> Iterator[URLPattern]:
    """Yield the addresses of our own pages: neither those of the admin nor of the API."""
    for each in get_resolver().url_patterns:
        if isinstance(each, URLPattern):
            yield each
        elif isinstance(each, URLResolver) and each.app_name == "claims":
            yield from each.url_patterns


def test_each_url_is_named_as_its_view():
    for pattern in _urls():
        view = unwrap(pattern.callback)
        # The view `live` of the module `health` is called health_live.
        qualified = f"{view.__module__.rsplit('.', 1)[-1]}_{view.__name__}"
        assert pattern.name in {view.__name__, qualified}


def test_each_url_uses_the_words_of_the_house():
    for pattern in _urls():
        assert not re.search(r"annotation|highlight|judge?ment|\bfacts?\b", str(pattern.pattern))


@pytest.mark.parametrize("path", FRAGMENTS, ids=_name)
def test_fragment_says_first_what_it_needs(path):
    assert re.match(r"\{# needs: .+ #\}\n", path.read_text())


@pytest.mark.parametrize("path", SWAPPED, ids=_name)
def test_fragment_has_its_name_for_its_root_id(path):
    wanted = path.stem.removeprefix("_").replace("_", "-")
    root = re.search(r"<[a-z][^>]*>", _without_template_tags(path.read_text()))
    found = re.search(r'\bid="([^"]*)"', root[0]) if root else None
    if found is None:
        # What a template tag draws many times on a page is no region, and nothing swaps it.
        assert _is_drawn_by_a_tag(path), f"{_name(path)} has no root id"
    else:
        assert re.fullmatch(rf"{wanted}(-VALUE)*", found[1])


def _without_template_tags(markup: str) -> str:
    markup = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", markup, flags=re.DOTALL)
    markup = re.sub(r"\{\{.*?\}\}", "VALUE", markup, flags=re.DOTALL)
    return re.sub(r"\{%.*?%\}", "", markup, flags=re.DOTALL)


def _is_drawn_by_a_tag(path: Path) -> bool:
    name = str(path.relative_to(ROOT / "templates"))
    return any(name in each.read_text() for each in (CLAIMS / "templatetags").glob("*.py"))


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_template_holds_nothing_that_the_content_policy_refuses(path):
    markup = _without_template_tags(path.read_text())
    assert not re.search(r"<style|\sstyle\s*=", markup)
    assert not re.search(r"<script(?![^>]*\ssrc=)", markup)
    assert not re.search(r"\son[a-z]+\s*=|\shx-on\b", markup)
    assert not re.search(r"""["'](js|javascript):""", markup)
    # A filter in brackets is evaluated, which the policy forbids.
    assert not re.search(r"""hx-trigger\s*=\s*("[^"]*\[|'[^']*\[)""", markup)


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_template_lets_nothing_through_unescaped(path):
    markup = path.read_text().replace("help_text|safe", "")  # our own words, as Django shows them
    assert not re.search(r"\|\s*safe\b|autoescape off|\|\s*safeseq\b", markup)


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_template_with_htmx_works_without_it_too(path):
    markup = _without_template_tags(path.read_text())
    for tag in re.findall(r"<[a-z][^>]*\shx-(?:post|put|patch|delete)=[^>]*>", markup):
        assert tag.startswith("<form")
        assert ' action="' in tag


@pytest.mark.parametrize("path", STYLES, ids=_name)
def test_style_sheet_is_never_important_and_takes_its_colours_from_the_tokens(path):
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert "!important" not in rules
    if path.name != "tokens.css":
        assert not re.search(r":[^;{]*(#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|oklch\()", rules)


def test_migrations_hold_every_change_of_the_models():
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    assert changes.changes(graph=loader.graph, trim_to_apps={"claims"}) == {}


@pytest.mark.parametrize("path", sorted((CLAIMS / "migrations").glob("0*.py")), ids=_name)
def test_migration_has_a_name_of_its_own(path):
    assert not re.search(r"_auto_|_alter_\w+_and_more", path.stem)
