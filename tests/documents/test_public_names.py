import subprocess
import sys

import omwagtail.documents


def test_every_public_name_is_there():
    for name in omwagtail.documents.__all__:
        assert hasattr(omwagtail.documents, name)


def test_the_wire_format_needs_no_django():
    program = (
        "import sys, omwagtail.documents as d;"
        "sys.exit(any(m.partition('.')[0] in ('django', 'wagtail') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
