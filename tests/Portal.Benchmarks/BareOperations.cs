using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using Portal.Core.Sealing;
using Portal.Core.Smime;
using TestKit;

namespace Portal.Benchmarks;

/// <summary>The yardstick: what a mail costs when only the operations are done that cannot be left out.</summary>
internal static class BareOperations
{
    private const int Count = 400;

    /// <summary>CPU of one mail's bare operations: RSA private operation, verification, base64, AES and SHA-256 over the bytes,
    /// one HPKE seal, AES-GCM over the bytes, write + fsync + rename + fsync of the folder, one durable commit.</summary>
    public static double CpuMilliseconds(TunnelKeyAlgorithm algorithm, byte[] mail)
    {
        using var folder = new TempFolder();
        using var bare = new Operations(folder, algorithm == TunnelKeyAlgorithm.Rsa2048 ? 2048 : 3072, mail.Length);
        for (var i = 0; i < Count / 4; i++)
        {
            bare.Once(-1 - i);
        }

        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var i = 0; i < Count; i++)
        {
            bare.Once(i);
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds / Count;
    }

    private sealed class Operations : IDisposable
    {
        private readonly TempFolder _folder;
        private readonly RSA _tunnel;
        private readonly RSA _gateway = RSA.Create(2048);
        private readonly byte[] _wrapped;
        private readonly byte[] _digest = RandomNumberGenerator.GetBytes(32);
        private readonly byte[] _signature;
        private readonly Aes _aes = Aes.Create();
        private readonly byte[] _base64;
        private readonly byte[] _decoded;
        private readonly byte[] _inner64;
        private readonly byte[] _inner;
        private readonly byte[] _plain;
        private readonly byte[] _sealed;
        private readonly P256KeyPair _ingest = P256KeyPair.Create();
        private readonly P256KeyPair _mailbox = P256KeyPair.Create();
        private readonly SqliteConnection _database;
        private readonly SafeFileHandle _directory;

        public Operations(TempFolder folder, int rsaBits, int wireSize)
        {
            _folder = folder;
            _tunnel = RSA.Create(rsaBits);
            _wrapped = _tunnel.Encrypt(RandomNumberGenerator.GetBytes(32), RSAEncryptionPadding.Pkcs1);
            _signature = _gateway.SignHash(_digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

            // Two layers of base64, as on the wire: the outer mail's, and the signed-data's inside.
            _decoded = RandomNumberGenerator.GetBytes(wireSize * 76 / 78 / 4 * 3 / 16 * 16);
            _base64 = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(_decoded, Base64FormattingOptions.InsertLineBreaks));
            _inner = RandomNumberGenerator.GetBytes(_decoded.Length * 76 / 78 / 4 * 3);
            _inner64 = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(_inner, Base64FormattingOptions.InsertLineBreaks));
            _plain = new byte[_decoded.Length];
            _sealed = new byte[_inner.Length];
            _database = new SqliteConnection($"Data Source={folder.File("bare.db")}");
            _database.Open();
            Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id BLOB PRIMARY KEY, v BLOB);");
            _directory = new SafeFileHandle(Posix.Open(folder.Path), ownsHandle: true);
        }

        public void Once(int number)
        {
            _tunnel.Decrypt(_wrapped, RSAEncryptionPadding.Pkcs1);
            _gateway.VerifyHash(_digest, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Base64.DecodeFromUtf8(_base64, _decoded, out _, out _);
            _aes.DecryptCbc(_decoded, _aes.IV, _plain, PaddingMode.None);
            Base64.DecodeFromUtf8(_inner64, _inner, out _, out _);
            SHA256.HashData(_inner);
            using (var key = MessageKey.Create())
            {
                using var gcm = new AesGcm(key.Bytes, 16);
                gcm.Encrypt(new byte[12], _inner, _sealed, new byte[16]);
                SealedMessageKey.Seal(key, _ingest, _mailbox.PublicKey, Guid.NewGuid(), Guid.NewGuid());
            }

            Write(number);
            Run("INSERT INTO t VALUES (randomblob(16), randomblob(600))");
        }

        public void Dispose()
        {
            _tunnel.Dispose();
            _gateway.Dispose();
            _aes.Dispose();
            _ingest.Dispose();
            _mailbox.Dispose();
            _database.Dispose();
            _directory.Dispose();
        }

        private void Write(int number)
        {
            var (draft, name) = (_folder.File("draft"), _folder.File($"blob{number}"));
            using (var file = File.OpenHandle(draft, FileMode.Create, FileAccess.Write))
            {
                RandomAccess.Write(file, _sealed, 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(draft, name);
            RandomAccess.FlushToDisk(_directory);
        }

        private void Run(string sql)
        {
            using var command = _database.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }
}
