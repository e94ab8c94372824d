using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;
using Xunit;

namespace Portal.Core.Tests.Storage;

public sealed class InsertCommandTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    private readonly Mailbox _mailbox = new() { Id = Guid.NewGuid(), Tenant = "default", Address = "anna@example.org", PublicKey = [4, 5], CreatedAt = Time };
    private Installation _installation = null!;
    private PortalContext _context = null!;

    public async Task InitializeAsync()
    {
        _installation = await Installation.StartAsync();
        _context = await _installation.Get<IDbContextFactory<PortalContext>>().CreateDbContextAsync();
        await _context.Database.OpenConnectionAsync();
    }

    public async Task DisposeAsync()
    {
        await _context.DisposeAsync();
        await _installation.DisposeAsync();
    }

    [Fact]
    public async Task What_it_writes_is_what_the_model_reads()
    {
        var entry = Entry();

        Assert.True(await InsertAsync(new InsertCommand<OutboxEntry>(_context), entry));
        await InsertAsync(new InsertCommand<Mailbox>(_context), _mailbox);

        Assert.Equivalent(entry, await _context.Outbox.SingleAsync(), strict: true);
        Assert.Equivalent(_mailbox, await _context.Mailboxes.SingleAsync(m => m.Address == "anna@example.org"), strict: true);
    }

    [Fact]
    public async Task One_command_writes_row_after_row()
    {
        await using var command = new InsertCommand<OutboxEntry>(_context);
        var (first, second) = (Entry(), Entry());
        second.LastFailure = null;

        await InsertAsync(command, first);
        await InsertAsync(command, second);

        Assert.Equivalent(second, await _context.Outbox.SingleAsync(o => o.Id == second.Id), strict: true);
        Assert.Equal(2, await _context.Outbox.CountAsync());
    }

    [Fact]
    public async Task A_second_row_of_an_absorbing_key_is_left_out()
    {
        await using var command = new InsertCommand<Mailbox>(_context, nameof(Mailbox.Id));
        await InsertAsync(command, _mailbox);

        var again = new Mailbox { Id = _mailbox.Id, Tenant = "default", Address = "bert@example.org", PublicKey = [6], CreatedAt = Time };

        Assert.False(await InsertAsync(command, again));
        Assert.Equal(_mailbox.Address, (await _context.Mailboxes.SingleAsync()).Address);
    }

    [Fact]
    public async Task A_second_row_of_any_other_key_is_refused()
    {
        await using var command = new InsertCommand<Mailbox>(_context, nameof(Mailbox.Id));
        await InsertAsync(command, _mailbox);

        var again = new Mailbox { Id = Guid.NewGuid(), Tenant = _mailbox.Tenant, Address = _mailbox.Address, PublicKey = [6], CreatedAt = Time };

        await Assert.ThrowsAsync<DbUpdateException>(() => InsertAsync(command, again));
    }

    private static OutboxEntry Entry() => new()
    {
        Id = Guid.NewGuid(),
        Kind = OutboxKind.InitialPassword,
        Tenant = "default",
        Box = RandomNumberGenerator.GetBytes(40),
        State = OutboxState.Failed,
        Attempts = 3,
        DueAt = Time,
        CreatedAt = Time,
        LastFailure = "451",
    };

    private async Task<bool> InsertAsync<T>(InsertCommand<T> command, T row)
        where T : class
    {
        await using var transaction = await _context.Database.BeginTransactionAsync();
        var written = await command.ExecuteAsync(row, transaction.GetDbTransaction());
        await transaction.CommitAsync();
        return written;
    }
}
