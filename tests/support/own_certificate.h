#pragma once
/// A certificate for this machine that a test makes for itself, with its key, in a directory that
/// goes with it.

#include <QFile>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace delivery::test {

/// Good for 127.0.0.1 and localhost; it is its own authority.
class OwnCertificate {
  public:
    OwnCertificate() {
        const QStringList arguments{"req",
                                    "-x509",
                                    "-newkey",
                                    "ec",
                                    "-pkeyopt",
                                    "ec_paramgen_curve:prime256v1",
                                    "-nodes",
                                    "-days",
                                    "2",
                                    "-subj",
                                    "/CN=localhost",
                                    "-addext",
                                    "subjectAltName=IP:127.0.0.1,DNS:localhost",
                                    "-keyout",
                                    keyFile(),
                                    "-out",
                                    certificateFile()};
        QProcess openssl;
        openssl.start("openssl", arguments);
        m_made = openssl.waitForFinished(60'000) && openssl.exitCode() == 0;
        // The key is nobody else's to read.
        QFile::setPermissions(keyFile(), QFile::ReadOwner | QFile::WriteOwner);
    }

    [[nodiscard]] bool isMade() const { return m_made; }
    [[nodiscard]] QString certificateFile() const {
        return m_directory.filePath("certificate.pem");
    }
    [[nodiscard]] QString keyFile() const { return m_directory.filePath("key.pem"); }

  private:
    QTemporaryDir m_directory;
    bool m_made = false;
};

}  // namespace delivery::test
