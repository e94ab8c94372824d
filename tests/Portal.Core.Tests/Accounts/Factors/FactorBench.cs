using Microsoft.EntityFrameworkCore;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Factors;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts.Factors;

/// <summary>An installation with a person who sets up second factors.</summary>
public abstract class FactorBench : IAsyncLifetime
{
    protected const string Mobile = "+41791234567";
    protected static readonly byte[] Here = Enumerable.Repeat((byte)1, 32).ToArray();

    private protected Installation Installation { get; private set; } = null!;

    private protected FactorOwner Anna { get; private set; } = null!;

    protected virtual string Policy => "Offered";

    protected virtual (string Key, string Value)[] Settings => [];

    public async Task InitializeAsync()
    {
        Installation = await Installation.StartAsync(null, [
            ("Sms:Provider", "Http"), ("Sms:Countries:0", "CH"), ("Sms:Http:Url", "https://sms.example/"), ("Tenants:default:SecondFactor", Policy),
            .. Settings]);
        Anna = new FactorOwner(await RegisterAsync(Post.Anna), "default", "Firefox, Linux");
    }

    public async Task DisposeAsync() => await Installation.DisposeAsync();

    private protected T Get<T>()
        where T : notnull => Installation.Get<T>();

    private protected async Task<Guid> RegisterAsync(string address)
    {
        var invitation = await Invitation.SendAsync(Installation, address);
        var outcome = await Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None);
        return Assert.IsType<RegisterOutcome.Registered>(outcome).Account.Id;
    }

    /// <summary>Sets an app up, and moves on to codes that were not used yet.</summary>
    private protected async Task<byte[]> AddAppAsync()
    {
        var secret = Totp.CreateSecret();
        Assert.True(await Get<AuthenticatorApp>().AddAsync(Anna, secret, Code(secret), CancellationToken.None));
        Installation.Clock.Move(TimeSpan.FromMinutes(2));
        return secret;
    }

    /// <summary>Makes backup codes in place of those that are there.</summary>
    private protected async Task<IReadOnlyList<string>> MakeCodesAsync()
    {
        var made = await Get<BackupCodes>().MakeAsync(Anna, await Get<BackupCodes>().PresentAsync(Anna.AccountId, CancellationToken.None), CancellationToken.None);
        Assert.NotNull(made);
        return made;
    }

    private protected string Code(byte[] secret, int steps = 0) => Totp.Code(secret, Totp.StepOf(Installation.Clock.GetUtcNow()) + steps);

    private protected Task<bool> CheckAsync(SignInMethods method, string typed, byte[]? boundTo = null) =>
        Get<CheckSecondFactor>().CheckAsync(Anna, method, typed, boundTo ?? Here, CancellationToken.None);

    private protected async Task<string> SendSmsAsync(byte[]? boundTo = null, string number = Mobile)
    {
        Assert.True(PhoneNumber.TryParse(number, out var parsed, out _));
        var outcome = await Get<SmsCodes>().SendAsync(
            new SmsCodeRequest
            {
                BoundTo = boundTo ?? Here, AccountId = Anna.AccountId, Tenant = "default", Number = parsed!, Address = null, Text = code => $"code {code}",
            },
            CancellationToken.None);
        Assert.IsType<QueueSmsOutcome.Queued>(outcome);
        return (await PayloadsAsync(OutboxKind.Sms, OutboxJson.Default.SmsPayload))[^1].Text[5..];
    }

    private protected async Task<IReadOnlyList<T>> PayloadsAsync<T>(OutboxKind kind, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        var entries = await Installation.QueryAsync(db => db.Outbox.Where(o => o.Kind == kind).OrderBy(o => o.CreatedAt).ToListAsync());
        return [.. entries.Select(e => System.Text.Json.JsonSerializer.Deserialize(VaultBox.Open(Get<VaultKey>(), OutboxSealer.Purpose, e.Id, e.Box), type)!)];
    }

    private protected Task<List<FactorChange>> EventsAsync() => Installation.QueryAsync(db =>
        db.FactorEvents.Where(e => e.AccountId == Anna.AccountId).OrderBy(e => e.Id).Select(e => e.Change).ToListAsync());
}
