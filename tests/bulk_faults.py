"""The process at a bulk run's pages, with a separation that does what a page's text asks for (``tests.faults``)."""

from tests.faults import separate
from worker.operations.bulk.pages_process import main

if __name__ == "__main__":
    main(separate)
