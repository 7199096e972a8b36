# The last line that is written, when everything was.
tail -n 5 | grep -q '^-- Dump completed'
