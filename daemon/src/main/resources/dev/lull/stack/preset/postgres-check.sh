# pg_dumpall writes this line when it has written everything.
tail -n 20 | grep -q '^-- PostgreSQL database cluster dump complete'
