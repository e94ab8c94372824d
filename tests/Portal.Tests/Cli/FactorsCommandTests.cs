using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Accounts.Resets;
using Portal.Core.Storage.Model;
using Portal.Tests.Web;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Cli;

/// <summary>What an operator does about lost factors and damaged requests, on the folder of a portal that runs.</summary>
public sealed class FactorsCommandTests : IDisposable
{
    private const string Bob = "bob@example.org";

    private readonly Operator _operator = new();

    [Fact]
    public async Task Who_lost_every_factor_signs_in_by_the_password_alone_again()
    {
        await using var portal = await TestPortal.StartAsync();
        using var reader = await portal.RegisteredAsync(Bob);
        await portal.AddAppAsync(reader);

        var done = (await RunAsync(portal, "factors", "reset", Bob, "--reason", "phone in the lake")).Worked();

        Assert.Contains("All second factors and backup codes are gone", done.Output, StringComparison.Ordinal);
        Assert.Equal("", done.Error);
        (await reader.GetAsync("/messages")).LeadsTo("/sign-in?returnUrl=%2Fmessages&ended=true");
        (await reader.PasswordAsync(Bob)).LeadsTo("/messages");
        Assert.Contains("ResetFactors\tregistered", (await RunAsync(portal, "show", Bob)).Worked().Output, StringComparison.Ordinal);
        (await RunAsync(portal, "factors", "reset", Bob)).Failed(1, "no second factor and no backup code");
    }

    [Fact]
    public async Task A_damaged_request_is_listed_as_such_with_the_others_and_the_status_says_so()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:PasswordReset", "HelpDesk"));
        portal.Clock.Advance(TimeProvider.System.GetUtcNow() - portal.Clock.GetUtcNow()); // the command goes by the machine's, and requests end
        using var reader = await portal.RegisteredAsync(Bob);
        foreach (var number in (string[])["+41 44 111 11 11", "+41 44 222 22 22"])
        {
            await reader.SubmitAsync("/forgotten", "/forgotten", ("email", Bob), ("phone", number));
            portal.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        for (var attempt = 0; await portal.QueryAsync(db => db.PasswordResets.CountAsync(r => r.State == ResetState.Waiting)) < 2; attempt++)
        {
            Assert.True(attempt < 100);
            await portal.App.Services.GetRequiredService<AnswerResets>().RunAsync(CancellationToken.None);
            await Task.Delay(50);
        }

        var first = await portal.QueryAsync(db => db.PasswordResets.OrderBy(r => r.CreatedAt).Select(r => r.Id).FirstAsync());
        byte[] damaged = [1, 2, 3];
        await portal.QueryAsync(db => db.PasswordResets.Where(r => r.Id == first).ExecuteUpdateAsync(set => set.SetProperty(r => r.Box, damaged)));

        var list = await RunAsync(portal, "resets", "list");
        list.Failed(1, "Damaged in the database: 1.", "'account resets refuse ID'");
        var lines = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{first:N}\t", lines[0], StringComparison.Ordinal);
        Assert.Contains("\t(damaged)\t", lines[0], StringComparison.Ordinal);
        Assert.Contains($"\t{Bob}\t+41 44 222 22 22\t", lines[1], StringComparison.Ordinal);

        (await RunAsync(portal, "resets", "refuse", first.ToString("N"))).Worked();
        Assert.Single((await RunAsync(portal, "resets", "list")).Worked().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Task<Seen> RunAsync(TestPortal portal, params string[] arguments) =>
        _operator.RunAsync(["account", .. arguments, $"--Portal:DataDirectory={portal.DataFolder}"], []);

    public void Dispose() => _operator.Dispose();
}
