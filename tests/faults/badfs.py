# badfs.py — a Python test's hold on a badfs of its own: mount it, command it, count, unmount.
# SPDX-License-Identifier: GPL-3.0-or-later
"""with Badfs(backing) as share: share.say('delay 20'); …share.mount…; share.counts()['rename']

Raises Skip with the reason where FUSE is not allowed. It goes away with the block, or with this process."""
import os
import shutil
import socket
import subprocess
import tempfile


class Skip(Exception):
    pass


class Refused(Exception):
    pass


def program():
    root = os.environ.get('TAPPET_BUILD_ROOT', 'build')
    return os.environ.get('TAPPET_BADFS', os.path.join(root, 'tests', 'faults', 'badfs'))


class Badfs:
    def __init__(self, backing):
        if not os.access(program(), os.X_OK):
            raise Skip('badfs was not built: libfuse3 is missing')
        self.place = tempfile.mkdtemp(prefix='badfs-')
        self.mount = os.path.join(self.place, 'mnt')
        self.control = os.path.join(self.place, 'ctl')
        os.mkdir(self.mount)
        self.process = subprocess.Popen([program(), backing, self.mount, self.control], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.socket = None
        if self.process.stdout.readline() != 'ready\n':
            self.process.stdin.close()
            reason = self.process.stderr.read().strip()
            self.close()
            raise Skip(f'no FUSE here: {reason}')
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(self.control)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.socket:
            self.socket.close()
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()
        try:
            # Never through a mount: that would empty the backing folder.
            os.rmdir(self.mount)
            shutil.rmtree(self.place, ignore_errors=True)
        except OSError:
            pass

    def say(self, command):
        """One command of README.md; what follows "ok". Raises Refused."""
        self.socket.sendall(command.encode() + b'\n')
        answer = b''
        while not answer.endswith(b'\n\n'):
            piece = self.socket.recv(65536)
            if not piece:
                raise Refused('badfs is gone')
            answer += piece
        text = answer.decode().strip()
        if not text.startswith('ok'):
            raise Refused(f'{command}: {text}')
        return text[2:].strip()

    def fault(self, rest):
        """Orders a fault; its id."""
        return int(self.say('fault ' + rest))

    def counts(self, reset=False):
        """Requests by kind, and 'total', since the last reset."""
        pairs = (word.split('=') for word in self.say('counts reset' if reset else 'counts').split())
        return {kind: int(n) for kind, n in pairs}
