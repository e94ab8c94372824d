using Portal.Core.Accounts;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Accounts;

/// <summary>Somebody who has registered.</summary>
internal static class Person
{
    public static async Task<Account> RegisterAsync(Installation installation, string address)
    {
        var invitation = await Invitation.SendAsync(installation, address);
        var outcome = await installation.Get<RegisterAccount>().RegisterAsync(invitation.Request(), CancellationToken.None);
        return Assert.IsType<RegisterOutcome.Registered>(outcome).Account;
    }
}
