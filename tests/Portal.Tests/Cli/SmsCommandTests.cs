using Microsoft.EntityFrameworkCore;
using Portal.Core.Storage.Model;
using Portal.Core.Storage.Sqlite;
using Xunit;

namespace Portal.Tests.Cli;

public sealed class SmsCommandTests : IDisposable
{
    private readonly Operator _operator = new();

    [Fact]
    public async Task List_and_status_show_what_became_of_SMS()
    {
        Assert.Contains("0 SMS, 0 sent, 0 failed.", (await _operator.RunAsync("sms", "list")).Worked().Error, StringComparison.Ordinal);
        var (now, old) = (Message(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds())), Message(TimeProvider.System.GetUtcNow().AddDays(-3)));
        await AddAsync(now, old);

        var list = (await _operator.RunAsync("sms", "list")).Worked();
        Assert.Equal(
            $"{now.Id:N}\tCode\t+41 ••• •• 67\tFailed\t{now.CreatedAt:yyyy-MM-dd HH:mm:ss'Z'}\t30003", list.Output.Trim());
        Assert.Contains("1 SMS, 1 sent, 1 failed.", list.Error, StringComparison.Ordinal);
        Assert.Contains(old.Id.ToString("N"), (await _operator.RunAsync("sms", "list", "--days", "4")).Worked().Output, StringComparison.Ordinal);

        var status = (await _operator.RunAsync("sms", "status", old.Id.ToString("N"))).Worked();
        Assert.All((string[])["+41 ••• •• 67", "Failed", "30003", "SM1", old.OwnerId.ToString("D"), "asked       2 times, next -"],
            text => Assert.Contains(text, status.Output, StringComparison.Ordinal));
        (await _operator.RunAsync("sms", "status", Guid.NewGuid().ToString("N"))).Failed(1, "No SMS has the id");
    }

    public void Dispose() => _operator.Dispose();

    private async Task AddAsync(params SmsMessage[] messages)
    {
        var file = $"Data Source={Path.Combine(_operator.Data, "portal.db")};Pooling=False";
        await using var context = new SqlitePortalContext(new DbContextOptionsBuilder<SqlitePortalContext>().UseSqlite(file).Options);
        context.AddRange(messages);
        await context.SaveChangesAsync();
    }

    private static SmsMessage Message(DateTimeOffset at) => new()
    {
        Id = Guid.NewGuid(),
        Purpose = SmsPurpose.Code,
        OwnerId = Guid.NewGuid(),
        MaskedNumber = "+41 ••• •• 67",
        State = SmsState.Failed,
        ProviderId = "SM1",
        ErrorCode = "30003",
        CreatedAt = at,
        SentAt = at,
        EndedAt = at,
        Asked = 2,
    };
}
