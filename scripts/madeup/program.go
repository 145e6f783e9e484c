package madeup

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// A Program is the Evidence Store with the folder that it is started in. A config.toml
// there is its configuration; nothing comes from the environment.
type Program struct {
	Binary, Dir string
}

// NewProgram takes the binary that is named, or builds it from the repository that the
// working folder is the root of.
func NewProgram(ctx context.Context, binary, dir string) (*Program, error) {
	if binary == "" {
		binary = filepath.Join(dir, "evidence-store")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/evidence-store").CombinedOutput(); err != nil {
			return nil, fmt.Errorf("building (start this in the root of the repository): %w\n%s", err, out)
		}
	}
	binary, err := filepath.Abs(binary)
	if err != nil {
		return nil, err
	}
	p := &Program{Binary: binary, Dir: dir}
	return p, os.MkdirAll(p.Temporary(), 0o755)
}

// Temporary is the folder for temporary files of the program alone.
func (p *Program) Temporary() string { return filepath.Join(p.Dir, "tmp") }

// Configure writes the configuration.
func (p *Program) Configure(config string) error {
	return os.WriteFile(filepath.Join(p.Dir, "config.toml"), []byte(config), 0o644)
}

// Command is a process of the program, not started yet.
func (p *Program) Command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, p.Binary, args...)
	cmd.Dir = p.Dir
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "EVIDENCE_STORE_") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	cmd.Env = append(cmd.Env, "TMPDIR="+p.Temporary())
	return cmd
}

// A Server is a process that serves.
type Server struct {
	Address string // scheme, host and port
	cmd     *exec.Cmd
	log     log
	ended   chan struct{}
	err     error // of the end
}

// Serve starts a server on a free port and waits until it answers. The server ends
// with ctx at the latest.
func (p *Program) Serve(ctx context.Context, args ...string) (*Server, error) {
	s := &Server{cmd: p.Command(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...), ended: make(chan struct{})}
	s.cmd.Stderr = &s.log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	go func() {
		defer close(s.ended)
		s.err = s.cmd.Wait()
	}()
	if err != nil { // it ended before it had an address
		<-s.ended
		return nil, fmt.Errorf("serve: %w\n%s", cmp.Or(s.err, err), s.Log())
	}
	line = strings.TrimSpace(line)
	s.Address = line[strings.LastIndexByte(line, ' ')+1:]
	return s, nil
}

// PID is the number of the process.
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Ended is closed when the process has ended.
func (s *Server) Ended() <-chan struct{} { return s.ended }

// Log is what the server has logged so far.
func (s *Server) Log() string { return s.log.String() }

// Stop asks the server to stop, waits for it, and says what went wrong with it.
func (s *Server) Stop() error {
	err := s.cmd.Process.Signal(syscall.SIGTERM)
	<-s.ended
	if errors.Is(err, os.ErrProcessDone) {
		err = nil
	}
	if err := errors.Join(err, s.err); err != nil {
		return fmt.Errorf("serve: %w\n%s", err, s.Log())
	}
	return nil
}

// Kill ends the server as a loss of power would.
func (s *Server) Kill() error {
	err := s.cmd.Process.Kill()
	<-s.ended
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}

// maxLog bounds what is kept of a log.
const maxLog = 1 << 20

// A log keeps the end of what is written to it. It is safe for concurrent use.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.text.Len() > maxLog {
		l.text.Next(l.text.Len() / 2)
	}
	return l.text.Write(b)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
