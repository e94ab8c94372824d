using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Portal.Core.Sealing;

namespace Portal.Core.Keys;

/// <summary>
/// The folder of the keys that belong to the installation: <c>vault.key</c> and <c>ingest.key</c> (PKCS #8, PEM), <c>vault.pub</c> and
/// <c>ingest.pub</c> (SubjectPublicKeyInfo, PEM), <c>pepper</c> (32 bytes, base64). All on NIST P-256. Each method reads the file anew.
/// </summary>
/// <param name="path">The folder.</param>
public sealed class KeyFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string NotAKey = "does not hold what it should. Put it back from a backup; do not edit it.";

    /// <summary>
    /// Makes the folder (mode 0700) and the files (mode 0600) that are not there; never touches one that is. A public half beside no private half
    /// means that the private half is kept elsewhere, and none is made. Processes that do this at the same time end up with the same keys.
    /// </summary>
    /// <exception cref="KeyFileException">A file cannot be written or read, or a public half does not belong to its private half.</exception>
    public void CreateMissing()
    {
        CreateFolder();
        CreatePair("vault");
        CreatePair("ingest");
        if (!File.Exists(At("pepper")))
        {
            var pepper = RandomNumberGenerator.GetBytes(ServerPepper.Size);
            Write("pepper", [.. Convert.ToBase64String(pepper), '\n']);
            CryptographicOperations.ZeroMemory(pepper);
        }
    }

    /// <summary>Whether either half of the vault key is there.</summary>
    public bool HasVaultKey => File.Exists(At("vault.pub")) || File.Exists(At("vault.key"));

    /// <summary>Reads <c>vault.key</c>: the web side only.</summary>
    /// <exception cref="KeyFileException">It cannot be used.</exception>
    public VaultKey ReadVaultKey() => new(Read("vault.key", true, KeyPem.ReadPair));

    /// <summary>Reads <c>vault.pub</c>.</summary>
    /// <exception cref="KeyFileException">It cannot be used.</exception>
    public VaultPublicKey ReadVaultPublicKey() => new(Read("vault.pub", false, KeyPem.ReadPublic));

    /// <summary>Reads <c>ingest.key</c>: ingest only.</summary>
    /// <exception cref="KeyFileException">It cannot be used.</exception>
    public IngestKey ReadIngestKey() => new(Read("ingest.key", true, KeyPem.ReadPair));

    /// <summary>Reads <c>ingest.pub</c>.</summary>
    /// <exception cref="KeyFileException">It cannot be used.</exception>
    public P256PublicKey ReadIngestPublicKey() => Read("ingest.pub", false, KeyPem.ReadPublic);

    /// <summary>Reads <c>pepper</c>.</summary>
    /// <exception cref="KeyFileException">It cannot be used.</exception>
    public ServerPepper ReadPepper() => Read("pepper", true, ParsePepper);

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(path, "the folder cannot be made. Make its parent writable for the user the portal runs as.", e);
        }
    }

    private void CreatePair(string name)
    {
        // The private half is looked for first: a process that is ahead of this one makes it first.
        if (!File.Exists(At(name + ".key")))
        {
            if (File.Exists(At(name + ".pub")))
            {
                return;
            }

            using var made = P256KeyPair.Create();
            Write(name + ".key", KeyPem.Write(made));
        }

        using var pair = Read(name + ".key", true, KeyPem.ReadPair);
        if (!File.Exists(At(name + ".pub")))
        {
            Write(name + ".pub", KeyPem.Write(pair.PublicKey));
        }

        if (!Read(name + ".pub", false, KeyPem.ReadPublic).Equals(pair.PublicKey))
        {
            throw new KeyFileException(At(name + ".pub"), $"does not belong to {name}.key. Delete it to have it made anew from that key.");
        }
    }

    private T Read<T>(string name, bool secret, Func<ReadOnlySpan<char>, T> parse)
    {
        var text = KeyFile.Read(At(name), secret);
        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is CryptographicException or SealingException or ArgumentException)
        {
            // Without the cause: nothing of a parser's message reaches a log.
            throw new KeyFileException(At(name), NotAKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private void Write(string name, char[] text)
    {
        KeyFile.WriteNew(At(name), text);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private string At(string name) => System.IO.Path.Combine(path, name);

    private static ServerPepper ParsePepper(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[ServerPepper.Size + 1];
        if (!Convert.TryFromBase64Chars(text, bytes, out var written) || written != ServerPepper.Size)
        {
            throw new CryptographicException("Not 32 bytes of base64.");
        }

        var pepper = new ServerPepper(bytes[..written]);
        CryptographicOperations.ZeroMemory(bytes);
        return pepper;
    }
}
