using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Passkeys;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Storage;

/// <summary>The same for second factors and passkeys.</summary>
public sealed partial class StoredFieldTests
{
    [Fact]
    public async Task Secrets_of_authenticator_apps()
    {
        var secrets = new List<byte[]>();
        foreach (var account in (Account[])[_anna, _bert])
        {
            var secret = Totp.CreateSecret();
            secrets.Add(secret);
            var code = Totp.Code(secret, Totp.StepOf(_installation.Clock.GetUtcNow()));
            Assert.True(await _installation.Get<AuthenticatorApp>().AddAsync(Owner(account), secret, code, CancellationToken.None));
        }

        // Neither her own code nor that of the other secret gets in, while the row is not as it was written.
        _installation.Clock.Move(TimeSpan.FromMinutes(2));
        var codes = secrets.ConvertAll(secret => Totp.Code(secret, Totp.StepOf(_installation.Clock.GetUtcNow())));
        Task<bool> UseAsync(string code) => _installation.Get<AuthenticatorApp>().UseAsync(_anna.Id, code, CancellationToken.None);
        await ChangesAreRefusedAsync(
            "SecondFactors", "AuthenticatorSecret", "AccountId", _anna.Id, _bert.Id, async () => !await UseAsync(codes[0]) && !await UseAsync(codes[1]));
        Assert.True(await UseAsync(codes[0]));
    }

    [Fact]
    public async Task Numbers_to_which_codes_went()
    {
        var (annas, berts) = (new byte[32], Enumerable.Repeat((byte)1, 32).ToArray());
        await _installation.QueryAsync(async db =>
        {
            foreach (var (bound, account) in new[] { (annas, _anna), (berts, _bert) })
            {
                var box = VaultBox.Seal(_installation.Get<VaultPublicKey>(), "mobile", account.Id, "+41791234567"u8);
                db.Add(new FactorCode
                {
                    BoundTo = bound, AccountId = account.Id, Hash = [], Number = box, TriesLeft = 5, ExpiresAt = _installation.Clock.GetUtcNow().AddMinutes(5),
                });
            }

            return await db.SaveChangesAsync();
        });
        Assert.NotNull(await _installation.Get<SmsCodes>().SentAsync(annas, CancellationToken.None));
        await ChangesAreRefusedAsync("FactorCodes", "Number", "BoundTo", annas, berts, () => ThrowsAsync(
            () => _installation.Get<SmsCodes>().SentAsync(annas, CancellationToken.None)));
    }

    [Fact]
    public async Task Marks_of_trusted_browsers()
    {
        var (device, trust) = (DeviceSecret.Create(), _installation.Get<TrustDevice>());
        await _installation.Get<RememberDevice>().SeenAsync(_anna.Id, device, "Firefox, Linux", CancellationToken.None);
        await trust.TrustAsync(_anna.Id, device, TimeSpan.FromDays(1), CancellationToken.None);
        Assert.True(await trust.IsTrustedAsync(_anna.Id, device, CancellationToken.None));
        foreach (var changed in Changed(await ReadAsync("Devices", "TrustMark", "Id", device.Id)))
        {
            await WriteAsync("Devices", "TrustMark", "Id", device.Id, changed);
            Assert.False(await trust.IsTrustedAsync(_anna.Id, device, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Passkeys()
    {
        var (annas, berts) = (await AddPasskeyAsync(_anna, 1), await AddPasskeyAsync(_bert, 2));
        var store = _installation.Get<PasskeyStore>();
        foreach (var column in (string[])["PublicKey", "Mac"])
        {
            await ChangesAreRefusedAsync("Passkeys", column, "CredentialId", annas, berts, async () =>
                await store.FindPasskeyAsync(_anna, annas, CancellationToken.None) is null
                && (await store.GetPasskeysAsync(_anna, CancellationToken.None)).Count == 0);
        }

        Assert.NotNull(await store.FindPasskeyAsync(_anna, annas, CancellationToken.None));
        await NameIsNotFoundAsync("Passkeys", "CredentialId", annas, async () => await store.FindPasskeyAsync(_anna, annas, CancellationToken.None) is null);

        // Another's passkey, moved to Anna, lets nobody in.
        await WriteAsync("Passkeys", "AccountId", "CredentialId", berts, _anna.Id);
        Assert.Null(await store.FindPasskeyAsync(_anna, berts, CancellationToken.None));
        await WriteAsync("Passkeys", "AccountId", "CredentialId", berts, _bert.Id);
        await ChangesAreRefusedAsync("Passkeys", "Name", "CredentialId", annas, berts, () => ThrowsAsync(
            () => _installation.Get<ChangePasskeys>().OfAsync(_anna.Id, CancellationToken.None)));
    }

    private async Task<byte[]> AddPasskeyAsync(Account account, byte number)
    {
        var id = Enumerable.Repeat(number, 16).ToArray();
        var made = new Microsoft.AspNetCore.Identity.UserPasskeyInfo(id, [number, 1, 2], _installation.Clock.GetUtcNow(), 0, ["internal"], true, false, false, [], []);
        Assert.True(await _installation.Get<ChangePasskeys>().AddAsync(Owner(account), made, "My phone", CancellationToken.None));
        return id;
    }

    private static FactorOwner Owner(Account account) => new(account.Id, "default", "");
}
