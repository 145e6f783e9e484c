package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// patience is how long the server may take to answer or to cut off: longer than any of
// its limits.
const patience = 15 * time.Second

// marked stands in what is sent, so that it would be seen in a log.
const marked = "zqmarked"

// dial opens a connection that ends with patience.
func (a *abuser) dial(ctx context.Context) (net.Conn, error) {
	dialer := net.Dialer{Timeout: patience}
	conn, err := dialer.DialContext(ctx, "tcp", strings.TrimPrefix(a.server.Address, "http://"))
	if err != nil {
		return nil, err
	}
	return conn, conn.SetDeadline(time.Now().Add(patience))
}

// A reply is what came back.
type reply struct {
	status int // 0 where the connection was cut off without a word
	header http.Header
	body   string
}

// send writes bytes as they are and reads one answer.
func (a *abuser) send(ctx context.Context, text string) (reply, error) {
	conn, err := a.dial(ctx)
	if err != nil {
		return reply{}, err
	}
	defer conn.Close()
	go func() { _, _ = io.WriteString(conn, text) }() // it may well be cut off before the end
	return read(bufio.NewReader(conn), text)
}

// read reads the answer to a request.
func read(r *bufio.Reader, text string) (reply, error) {
	method, _, _ := strings.Cut(text, " ")
	res, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
			return reply{}, errors.New("no answer, and not cut off either")
		}
		return reply{}, nil // cut off
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 10<<20))
	if err != nil {
		return reply{}, fmt.Errorf("an answer that breaks off: %w", err)
	}
	return reply{status: res.StatusCode, header: res.Header, body: string(body)}, nil
}

// health asks whether the server is alive, on a connection of its own.
func (a *abuser) health(ctx context.Context, path string) (took time.Duration, err error) {
	start := time.Now()
	got, err := a.send(ctx, "GET "+path+" HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")
	if err == nil && got.status != http.StatusOK {
		err = fmt.Errorf("%s: status %d", path, got.status)
	}
	return time.Since(start), err
}

// calm waits until the server has let go of all connections and answers as before.
func (a *abuser) calm(ctx context.Context) error {
	if _, err := a.health(ctx, "/readyz"); err != nil {
		return err
	}
	const usual = 40 // files of the index, listeners, a few connections
	for deadline := time.Now().Add(patience); ; {
		files := a.server.Usage().Files
		if files < usual {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%d files stay open", files)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
