using Microsoft.EntityFrameworkCore;
using Portal.Ingest.Intake;
using Xunit;

namespace Portal.Ingest.Tests.Intake;

/// <summary>The envelope's recipients: one stored copy, one delivery for each, an answer for each.</summary>
public sealed class RecipientTests : OfficeTests
{
    private static readonly IntakeOutcome Accepted = new IntakeOutcome.Accepted();
    private static readonly IntakeOutcome Bad = new IntakeOutcome.Rejected(553, "5.1.3", "That is no address a mailbox can have");

    [Fact]
    public async Task One_copy_is_stored_for_all_and_each_can_open_it()
    {
        var entity = Originals.Fresh();
        await DeliverAsync(entity, "bob@example.org", "carol@example.org", "dave@example.org");

        Assert.Single(Kept.Files(Portal));
        Assert.Equal(1, await Portal.QueryAsync(db => db.Messages.CountAsync()));
        Assert.Equal(3, await Portal.QueryAsync(db => db.Deliveries.CountAsync()));
        foreach (var address in new[] { "bob", "carol", "dave" })
        {
            using var message = Assert.Single(await Portal.ReadAsync($"{address}@example.org"));
            using var copy = new MemoryStream();
            await using var stored = message.OpenStored();
            await stored.CopyToAsync(copy);
            Assert.Equal(entity, copy.ToArray());
        }
    }

    [Fact]
    public async Task One_bad_address_takes_none_of_the_others_along()
    {
        var outcomes = await SendAsync(Originals.Fresh(), "bob@example.org", "nobody", "a b@example.org", "carol@example.org");
        Assert.Equal([Accepted, Bad, Bad, Accepted], outcomes);
        Assert.Equal(
            ["bob@example.org", "carol@example.org"],
            await Portal.QueryAsync(db => db.Mailboxes.Select(m => m.Address).Order().ToListAsync()));
    }

    [Fact]
    public async Task With_only_bad_addresses_nothing_is_kept()
    {
        var before = await Kept.ByAsync(Portal);
        Assert.Equal([Bad, Bad], await SendAsync(Originals.Fresh(), "nobody", "@example.org"));
        Assert.Equal(before, await Kept.ByAsync(Portal));
    }

    [Fact]
    public async Task An_address_named_twice_gets_one_delivery()
    {
        Assert.Equal([Accepted, Accepted], await SendAsync(Originals.Fresh(), "bob@example.org", "bob@EXAMPLE.ORG"));
        Assert.Equal(1, await Portal.QueryAsync(db => db.Deliveries.CountAsync()));
        Assert.Equal(2, (await Portal.OutboxAsync()).Count);
    }
}
