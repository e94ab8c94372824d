using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Messages.Unread;
using Portal.Core.Tests.Storage;
using Xunit;

namespace Portal.Core.Tests.Messages.Unread;

/// <summary>What is looked at each hour is a range of the index of unopened deliveries, however many old ones there are.</summary>
public sealed partial class UnreadPlanTests
{
    [Fact]
    public async Task Both_look_at_a_range_of_unopened_deliveries_alone()
    {
        await using var installation = await Installation.StartAsync();
        await installation.QueryAsync(async db =>
        {
            var range = UnreadDelivery.Due(installation.Clock.GetUtcNow(), TimeSpan.FromDays(3));
            await db.Database.OpenConnectionAsync();
            foreach (var query in (IQueryable<object>[])[RemindReaders.Due(db, range), TellUnread.Due(db, range)])
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The product's own text.
                command.CommandText = "EXPLAIN QUERY PLAN " + Parameter().Replace(Told().Replace(query.ToQueryString(), ""), "'x'");
#pragma warning restore CA2100
                await using var rows = await command.ExecuteReaderAsync();
                Assert.True(await rows.ReadAsync());
                Assert.Matches("SEARCH .* USING INDEX IX_Deliveries_Unopened \\(ReceivedAt>\\? AND ReceivedAt<\\?\\)", rows.GetString(3));
            }

            return 0;
        });
    }

    [GeneratedRegex("^\\.param set .*$", RegexOptions.Multiline)]
    private static partial Regex Told();

    [GeneratedRegex("@\\w+")]
    private static partial Regex Parameter();
}
