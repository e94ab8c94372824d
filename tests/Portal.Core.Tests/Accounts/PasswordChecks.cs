using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Messages;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

/// <summary>Two people who have registered, and a password hasher that counts.</summary>
public abstract class PasswordChecks : IAsyncLifetime
{
    private protected const string Right = Invitation.OwnPassword;
    private protected const string Wrong = "twelve quiet herons";

    private protected CountingHasher Hasher { get; } = new();
    private protected Installation Installation { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Installation = await Installation.StartAsync(services => services.AddSingleton<IAccountHasher>(Hasher));
        await RegisterAsync(Post.Anna);
        await RegisterAsync(Post.Bert);
        Hasher.Forget();
    }

    public async Task DisposeAsync() => await Installation.DisposeAsync();

    private protected async Task<Account?> CheckAsync(string password, string address = Post.Anna, DeviceSecret? device = null)
    {
        using var right = await Installation.Get<CheckPassword>().CheckAsync("default", address, password, device, CancellationToken.None);
        return right?.Account;
    }

    private protected CheckPassword Checking(IDbContextFactory<PortalContext> contexts, PasswordGate gate) =>
        new(new CountTries(contexts, Installation.Clock), Hasher, gate, Installation.Get<RenewHash>());

    private protected async Task FailAsync(int times)
    {
        for (var attempt = 0; attempt < times; attempt++)
        {
            Assert.Null(await CheckAsync(Wrong));
        }
    }

    private async Task RegisterAsync(string address) => Assert.IsType<RegisterOutcome.Registered>(await Installation.Get<RegisterAccount>()
        .RegisterAsync((await Invitation.SendAsync(Installation, address)).Request(), CancellationToken.None));

    private protected Task<T> AnnaAsync<T>(System.Linq.Expressions.Expression<Func<Account, T>> what) => Installation.QueryAsync(db => db.Mailboxes
        .Where(m => m.Address == Post.Anna).Join(db.Users, m => m.AccountId, a => a.Id, (_, a) => a).Select(what).SingleAsync());
}
