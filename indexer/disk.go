package indexer

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
)

// advise adds to an error of the disk what to do about it.
func (f folder) advise(err error) error {
	switch {
	case isErrno(err, syscall.ENOSPC), isErrno(err, syscall.EDQUOT):
		return fmt.Errorf("%w\nthe disk that holds %s is full: make room there and try again", err, f.dir)
	case isErrno(err, syscall.EROFS):
		return fmt.Errorf("%w\n%s cannot be written to, since its disk is read-only: make it writable, or choose another data folder", err, f.dir)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w\n%s and all in it must be readable and writable for the user that runs this program", err, f.dir)
	case isErrno(err, syscall.ENOTDIR), isErrno(err, syscall.EISDIR), isErrno(err, syscall.EEXIST):
		return fmt.Errorf("%w\nthere is a file in the place of a folder or a folder in the place of a file: remove it, or choose another data folder", err)
	}
	return err
}

// passing says whether an error is one of the moment, which says nothing about the files.
func passing(err error) bool {
	return isErrno(err, syscall.EMFILE) || isErrno(err, syscall.ENFILE) || isErrno(err, syscall.ENOMEM)
}

// isErrno says whether an error of the system is behind err. Engines may have kept
// nothing of it but its words.
func isErrno(err error, errno syscall.Errno) bool {
	return errors.Is(err, errno) || err != nil && strings.Contains(err.Error(), errno.Error())
}
