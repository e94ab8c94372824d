using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Sealing;
using Portal.Core.Storage.Model;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Accounts;

public sealed class ProfileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly VaultKey _vault;
    private readonly ProfileBox _box;
    private readonly ReadProfile _read;

    public ProfileTests()
    {
        var keys = new KeyFolder(_folder.File("keys"));
        keys.CreateMissing();
        _vault = keys.ReadVaultKey();
        _box = new ProfileBox(keys.ReadVaultPublicKey());
        _read = new ReadProfile(_vault);
    }

    public void Dispose()
    {
        _vault.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_web_side_reads_what_was_sealed()
    {
        var account = Account("Zoë 😀 O'Neill\r\n");

        Assert.Equal(new AccountProfile("Zoë 😀 O'Neill\r\n"), _read.Of(account));
    }

    [Fact]
    public void Another_accounts_profile_is_refused()
    {
        var (one, two) = (Account("One"), Account("Two"));

        two.Profile = one.Profile;

        Assert.Throws<SealingException>(() => _read.Of(two));
    }

    [Fact]
    public void A_profile_with_any_byte_changed_is_refused()
    {
        var account = Account("Anna");
        for (var place = 0; place < account.Profile.Length; place++)
        {
            account.Profile[place] ^= 1;
            Assert.Throws<SealingException>(() => _read.Of(account));
            account.Profile[place] ^= 1;
        }

        Assert.Equal("Anna", _read.Of(account).Name);
    }

    private Account Account(string name)
    {
        var account = new Account { Id = Guid.NewGuid() };
        account.Profile = _box.Seal(new AccountProfile(name), account.Id);
        return account;
    }
}
