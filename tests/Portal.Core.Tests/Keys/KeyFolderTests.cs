using System.Security.Cryptography;
using Portal.Core.Keys;
using Xunit;

namespace Portal.Core.Tests.Keys;

public sealed class KeyFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] Files = ["ingest.key", "ingest.pub", "pepper", "vault.key", "vault.pub"];

    private readonly string _parent = Directory.CreateTempSubdirectory("key-folder-").FullName;

    private string Folder => Path.Combine(_parent, "keys");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void The_folder_and_its_files_belong_to_the_owner_alone()
    {
        new KeyFolder(Folder).CreateMissing();

        Assert.Equal(Files, Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        Assert.All(Directory.GetFiles(Folder), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Public_and_private_halves_belong_together()
    {
        var folder = new KeyFolder(Folder);
        folder.CreateMissing();

        using var vault = folder.ReadVaultKey();
        using var ingest = folder.ReadIngestKey();
        using var pepper = folder.ReadPepper();

        Assert.Equal(vault.Public.KeyId, folder.ReadVaultPublicKey().KeyId);
        Assert.Equal(ingest.KeyPair.PublicKey, folder.ReadIngestPublicKey());
        Assert.NotEqual(vault.Public.Key, ingest.KeyPair.PublicKey);
        Assert.Equal(32, pepper.Hash("x"u8, "test").Length);
    }

    [Fact]
    public void What_is_there_is_never_touched()
    {
        new KeyFolder(Folder).CreateMissing();
        var before = Contents();

        new KeyFolder(Folder).CreateMissing();

        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_lost_public_half_is_made_from_the_private_one()
    {
        new KeyFolder(Folder).CreateMissing();
        var before = Contents();
        File.Delete(Path.Combine(Folder, "vault.pub"));

        new KeyFolder(Folder).CreateMissing();

        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_private_half_that_is_kept_elsewhere_is_not_made()
    {
        var folder = new KeyFolder(Folder);
        folder.CreateMissing();
        File.Delete(Path.Combine(Folder, "vault.key"));

        folder.CreateMissing();

        Assert.False(File.Exists(Path.Combine(Folder, "vault.key")));
        Assert.Equal("vault.key", Path.GetFileName(Assert.Throws<KeyFileException>(folder.ReadVaultKey).Path));
    }

    [Fact]
    public void A_public_half_of_another_key_is_an_error()
    {
        new KeyFolder(Folder).CreateMissing();
        File.Copy(Path.Combine(Folder, "ingest.pub"), Path.Combine(Folder, "vault.pub"), overwrite: true);

        var error = Assert.Throws<KeyFileException>(new KeyFolder(Folder).CreateMissing);

        Assert.Contains("vault.pub", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Those_who_start_at_the_same_time_agree()
    {
        using var gate = new Barrier(8);
        var starts = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var folder = new KeyFolder(Folder);
                gate.SignalAndWait();
                folder.CreateMissing();
                using var vault = folder.ReadVaultKey();
                using var ingest = folder.ReadIngestKey();
                using var pepper = folder.ReadPepper();
                return (vault.Public.KeyId, folder.ReadVaultPublicKey().KeyId, Convert.ToHexString(ingest.KeyPair.PublicKey.Bytes),
                    Convert.ToHexString(pepper.Hash("x"u8, "test")));
            },
            TaskCreationOptions.LongRunning));

        var seen = await Task.WhenAll(starts);

        Assert.Single(seen.Distinct());
        Assert.Equal(Files, Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("vault.key", UnixFileMode.OtherRead)]
    [InlineData("ingest.key", UnixFileMode.OtherRead)]
    [InlineData("pepper", UnixFileMode.OtherWrite)]
    [InlineData("vault.pub", UnixFileMode.OtherWrite)]
    [InlineData("ingest.pub", UnixFileMode.GroupWrite)]
    public void A_file_that_is_open_to_others_is_refused(string name, UnixFileMode mode)
    {
        new KeyFolder(Folder).CreateMissing();
        File.SetUnixFileMode(Path.Combine(Folder, name), OwnerOnly | mode);

        Assert.Contains(name, Assert.Throws<KeyFileException>(() => Read(name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vault.key", "")]
    [InlineData("vault.key", "-----BEGIN PRIVATE KEY-----\nMDEyMzQ1\n-----END PRIVATE KEY-----\n")]
    [InlineData("vault.pub", "swordfish")]
    [InlineData("ingest.key", "swordfish")]
    [InlineData("ingest.pub", "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n")]
    [InlineData("pepper", "swordfish")]
    [InlineData("pepper", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz")]
    public void A_malformed_file_is_refused_by_name_and_without_its_content(string name, string content)
    {
        new KeyFolder(Folder).CreateMissing();
        File.WriteAllText(Path.Combine(Folder, name), content);

        var error = Assert.Throws<KeyFileException>(() => Read(name));

        Assert.Contains(Path.Combine(Folder, name), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_on_another_curve_is_refused()
    {
        new KeyFolder(Folder).CreateMissing();
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(Path.Combine(Folder, "vault.key"), other.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(Folder, "vault.pub"), other.ExportSubjectPublicKeyInfoPem());

        Assert.Throws<KeyFileException>(() => Read("vault.key"));
        Assert.Throws<KeyFileException>(() => Read("vault.pub"));
    }

    [Fact]
    public void A_missing_folder_or_file_is_named()
    {
        Assert.All(Files, name => Assert.Contains(
            Path.Combine(Folder, name), Assert.Throws<KeyFileException>(() => Read(name)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        File.WriteAllText(Folder, "a file where the folder should be");

        Assert.Equal(Folder, Assert.Throws<KeyFileException>(new KeyFolder(Folder).CreateMissing).Path);
    }

    private void Read(string name)
    {
        var folder = new KeyFolder(Folder);
        using var read = name switch
        {
            "vault.key" => folder.ReadVaultKey(),
            "ingest.key" => folder.ReadIngestKey(),
            "pepper" => (IDisposable)folder.ReadPepper(),
            _ => null,
        };
        _ = name switch
        {
            "vault.pub" => folder.ReadVaultPublicKey().Key,
            "ingest.pub" => folder.ReadIngestPublicKey(),
            _ => null,
        };
    }

    private Dictionary<string, string> Contents() => Directory.GetFiles(Folder).ToDictionary(file => file, File.ReadAllText);
}
