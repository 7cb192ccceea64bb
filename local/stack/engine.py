"""Runs ministack so that functions see only their layers, as they do on Lambda.

ministack runs Python functions on its own interpreter. Started from the virtual environment, a
function would find all the tools of the project there: a package missing from a layer would go
unnoticed, and botocore would load optional ones that cost a fifth of a second per start. So this
script is run by the bare interpreter below the environment, and adds the packages for itself only.

    <base python> local/stack/engine.py <site-packages>
"""

from __future__ import annotations

import site
import sys


def main(site_packages: str) -> None:
    site.addsitedir(site_packages)
    # The directory of this script is not ours to import from: it holds an aws.py and more.
    sys.path[:] = [path for path in sys.path if not path.endswith("local/stack")]
    from ministack.app import main as serve

    sys.argv[1:] = []
    serve()


if __name__ == "__main__":
    main(sys.argv[1])
