package main

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// A duration is a time.Duration that TOML writes as a string.
type duration time.Duration

// UnmarshalText reads "300ms", "10s", "2m".
func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return errors.New(strconv.Quote(string(text)) + ` is not a duration; write it as "300ms", "10s" or "2m"`)
	}
	*d = duration(v)
	return nil
}

func (d duration) String() string { return time.Duration(d).String() }

// A logLevel is a level of slog.
type logLevel slog.Level

// UnmarshalText reads the name of a level in lower case.
func (l *logLevel) UnmarshalText(text []byte) error {
	for _, level := range []slog.Level{slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError} {
		if string(text) == strings.ToLower(level.String()) {
			*l = logLevel(level)
			return nil
		}
	}
	return errors.New(strconv.Quote(string(text)) + ` is not known; use one of "debug", "info", "warn", "error"`)
}

// A prefix is a network, or a single address as a network of one.
type prefix netip.Prefix

// UnmarshalText reads "10.1.0.0/16" or "10.0.0.5".
func (p *prefix) UnmarshalText(text []byte) error {
	if addr, err := netip.ParseAddr(string(text)); err == nil {
		*p = prefix(netip.PrefixFrom(addr, addr.BitLen()))
		return nil
	}
	network, err := netip.ParsePrefix(string(text))
	if err != nil {
		return errors.New(strconv.Quote(string(text)) + ` is neither an address nor a network; write "10.0.0.5" or "10.1.0.0/16"`)
	}
	*p = prefix(network.Masked())
	return nil
}

// checkAddr says what is wrong with a HOST:PORT to listen on, or nil.
func checkAddr(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return errors.New(strconv.Quote(addr) + " is not HOST:PORT")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return errors.New(strconv.Quote(addr) + " has no port from 0 to 65535")
	}
	return nil
}
