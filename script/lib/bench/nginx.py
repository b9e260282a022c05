"""nginx, saying the same as the gateway's /healthz with one worker."""

import os

from gateway import answer, free_port
from processes import BenchError, Server

CONFIGURATION = """
daemon off;
master_process on;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
{user}
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    default_type "text/plain; charset=utf-8";
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{ return 200 "{body}"; }}
    }}
}}
"""


class Nginx(Server):
    """One worker and a constant answer, without a log."""

    def __init__(self, program, folder, body):
        self.port = free_port()
        path = os.path.join(folder, "nginx.conf")
        # Else a worker that root starts becomes a user and group that not every system has.
        user = "user root;" if os.geteuid() == 0 else ""
        with open(path, "w", encoding="ascii") as file:
            file.write(CONFIGURATION.format(folder=folder, port=self.port, body=body, user=user))
        super().__init__([program, "-p", folder, "-e", f"{folder}/nginx.log", "-c", path])

    def wait_until_ready(self, body):
        """Waits for the answer and checks that it is the same as the gateway's."""
        for _ in range(2000):
            if told := answer(self.port, "/"):
                if told.partition(b"\r\n\r\n")[2] != body.encode():
                    raise BenchError("nginx does not say the same as /healthz")
                return
            self.require_alive()
        raise BenchError("nginx does not answer")
