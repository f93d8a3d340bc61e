import stat
from concurrent.futures import ThreadPoolExecutor

from newsdesk.secret_key import kept_secret_key


def test_kept_secret_key_is_made_once_and_for_its_owner_alone(tmp_path):
    data = tmp_path / "deep" / "data"
    secret = kept_secret_key(data)
    assert len(secret) >= 50
    assert kept_secret_key(data) == secret
    assert [path.name for path in data.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_kept_secret_key_made_by_several_at_once_is_the_same_for_all(tmp_path):
    for number in range(20):
        with ThreadPoolExecutor(8) as pool:
            secrets = set(pool.map(kept_secret_key, [tmp_path / str(number)] * 8))
        assert len(secrets) == 1
        assert "" not in secrets


def test_kept_secret_key_where_nothing_can_be_written_is_for_this_process_alone(tmp_path):
    (tmp_path / "file").write_text("")
    data = tmp_path / "file" / "data"
    assert len(kept_secret_key(data)) >= 50
    assert kept_secret_key(data) != kept_secret_key(data)
