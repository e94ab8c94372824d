using System.Security.Cryptography;
using System.Text;
using Portal.Core.Storage;

namespace Portal.Core.Keys;

/// <summary>Reads and writes one small file that holds a key.</summary>
internal static class KeyFile
{
    private const int MaxSize = 16 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Reads a file that others must not read (a public half: must not write). The caller zeroes what it gets.</summary>
    public static char[] Read(string path, bool secret)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            CheckMode(path, File.GetUnixFileMode(file.SafeFileHandle), secret);
            if (file.Length > MaxSize)
            {
                throw new KeyFileException(path, "is too long to be a key. Put the key's file back from a backup.");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var text = Encoding.Latin1.GetChars(bytes);
            CryptographicOperations.ZeroMemory(bytes);
            return text;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyFileException(path, "is missing. Put it back from a backup, or start with an empty key folder to make new keys.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(path, "cannot be read. Make it readable for the user the portal runs as (chown, chmod 600).", e);
        }
    }

    /// <summary>
    /// Writes a file of mode 0600 that is either whole or not there, and durable on return. An existing file is left as it is.
    /// </summary>
    public static void WriteNew(string path, ReadOnlySpan<char> text)
    {
        var folder = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        var bytes = new byte[Encoding.ASCII.GetByteCount(text)];
        Encoding.ASCII.GetBytes(text, bytes);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.None,
                BufferSize = 0,
                UnixCreateMode = OwnerOnly,
            };
            using (var file = new FileStream(temporary, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            // A link, not a rename: it fails when the name is taken, so that of two processes that start at once one wins and both agree.
            PosixFile.LinkIfFree(temporary, path);
            File.Delete(temporary);
            PosixFile.FlushFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(path, "cannot be written. Make its folder writable for the user the portal runs as (mode 0700).", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            File.Delete(temporary);
        }
    }

    private static void CheckMode(string path, UnixFileMode mode, bool secret)
    {
        if ((mode & (secret ? ForOthers | WritableByOthers : WritableByOthers)) != 0)
        {
            throw new KeyFileException(
                path, "is open to other users of this machine. Run chmod 600 on it; if others may have read a secret key, replace it.");
        }
    }
}
