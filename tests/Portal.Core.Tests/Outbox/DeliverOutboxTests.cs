using Portal.Core.Outbox;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;
using Xunit;

namespace Portal.Core.Tests.Outbox;

public sealed class DeliverOutboxTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly TempDatabase _database = new();
    private OutboxProcess? _process;

    public void Dispose()
    {
        _process?.Dispose();
        _database.Dispose();
    }

    [Fact]
    public async Task Everything_due_is_sent_once_and_settled()
    {
        await _database.AddAsync([.. Enumerable.Range(0, 300).Select(_ => Samples.Entry(_clock))]);
        var transport = new FakeTransport(new SendOutcome.Sent("250"));
        await RunUntilAsync(transport, entries => entries.All(e => e.State == OutboxState.Sent));
        Assert.Equal(300, transport.Mails.Count);
        Assert.Equal(300, transport.Mails.Select(mail => mail.Id).Distinct().Count());
        Assert.True(transport.Flushes > 0);
    }

    [Fact]
    public async Task A_wake_sends_what_was_written_meanwhile_without_waiting_for_the_next_look()
    {
        var transport = new FakeTransport(new SendOutcome.Sent("250"));
        using var worker = Worker(transport);
        await worker.StartAsync(CancellationToken.None);
        await _database.AddAsync(Samples.Entry(_clock));
        _process!.Signal.Wake();
        await UntilAsync(entries => entries is [{ State: OutboxState.Sent }]);
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task An_entry_that_cannot_be_opened_or_has_no_tenant_blocks_no_other()
    {
        var (forged, foreign, good) = (Samples.Entry(_clock), Samples.Sealer(_clock).Seal(Samples.Notice, "elsewhere"), Samples.Entry(_clock));
        forged.Box[^1] ^= 1;
        await _database.AddAsync(forged, foreign, good);
        await RunUntilAsync(new FakeTransport(new SendOutcome.Sent("250")), entries => entries.All(e => e.State != OutboxState.Waiting));
        Assert.Equal((OutboxState.Failed, "unreadable entry"), await StateAsync(forged));
        Assert.Equal((OutboxState.Failed, "unknown tenant"), await StateAsync(foreign));
        Assert.Equal((OutboxState.Sent, null), await StateAsync(good));
        Assert.NotEmpty((await _database.ReadAsync(forged.Id)).Box);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 10)]
    public async Task An_initial_password_that_nobody_got_counts_as_used_up(bool refused, int left)
    {
        var mailbox = await _database.InviteAsync(_clock);
        await _database.AddAsync(Samples.Sealer(_clock).Seal(Samples.Password with { MailboxId = mailbox }, TenantCatalog.Default));
        SendOutcome outcome = refused ? new SendOutcome.Refused("550 5.1.1") : new SendOutcome.Sent("250");
        await RunUntilAsync(new FakeTransport(outcome), entries => entries.All(e => e.State != OutboxState.Waiting));
        Assert.Equal(left, await _database.TriesLeftAsync(mailbox));
    }

    [Fact]
    public async Task A_code_that_comes_too_late_is_not_sent()
    {
        MailCodePayload code = new() { To = "bob@example.net", Code = "12345678", ValidUntil = _clock.GetUtcNow(), Language = "en" };
        var late = Samples.Sealer(_clock).Seal(code, TenantCatalog.Default);
        var good = Samples.Sealer(_clock).Seal(code with { ValidUntil = code.ValidUntil.AddMinutes(1) }, TenantCatalog.Default);
        await _database.AddAsync(late, good);
        var transport = new FakeTransport(new SendOutcome.Sent("250"));
        await RunUntilAsync(transport, entries => entries.All(e => e.State != OutboxState.Waiting));
        Assert.Equal(good.Id, Assert.Single(transport.Mails).Id);
    }

    [Fact]
    public async Task A_slow_mail_holds_up_no_other()
    {
        await _database.AddAsync([.. Enumerable.Range(0, 20).Select(_ => Samples.Entry(_clock))]);
        var release = new TaskCompletionSource();
        var first = 1;
        var transport = new FakeTransport(async (_, _) =>
        {
            if (Interlocked.Exchange(ref first, 0) == 1)
            {
                await release.Task;
            }

            return new SendOutcome.Sent("250");
        });
        using var worker = Worker(transport);
        await worker.StartAsync(CancellationToken.None);
        await UntilAsync(entries => entries.Count(e => e.State == OutboxState.Sent) == 19);
        release.SetResult();
        await UntilAsync(entries => entries.All(e => e.State == OutboxState.Sent));
        await worker.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_throws_is_deferred_with_its_class_alone()
    {
        await _database.AddAsync(Samples.Entry(_clock));
        var transport = new FakeTransport((_, _) => throw new IOException("canary bob@example.net"));
        await RunUntilAsync(transport, entries => entries is [{ Attempts: 1 }]);
        var entry = Assert.Single(await _database.ReadAllAsync());
        Assert.Equal((OutboxState.Waiting, "IOException"), (entry.State, entry.LastFailure));
        Assert.DoesNotContain(_process!.Log.Lines, line => line.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_ends_a_hanging_mail_and_gives_everything_back()
    {
        await _database.AddAsync([.. Enumerable.Range(0, 20).Select(_ => Samples.Entry(_clock))]);
        var transport = new FakeTransport(async (_, cancelled) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancelled);
            return new SendOutcome.Sent("250");
        });
        using var worker = Worker(transport);
        await worker.StartAsync(CancellationToken.None);
        await UntilAsync(_ => transport.Mails.Count == transport.Lanes);
        await worker.StopAsync(CancellationToken.None);
        Assert.All(await _database.ReadAllAsync(), entry =>
            Assert.Equal((OutboxState.Waiting, 0, _clock.GetUtcNow()), (entry.State, entry.Attempts, entry.DueAt)));
    }

    [Fact]
    public async Task The_log_has_id_kind_attempt_and_code_and_nothing_secret()
    {
        var entry = Samples.Sealer(_clock).Seal(Samples.Password, TenantCatalog.Default);
        await _database.AddAsync(entry, Samples.Entry(_clock));
        await RunUntilAsync(new FakeTransport(new SendOutcome.Refused("550 5.1.1")), entries => entries.All(e => e.State == OutboxState.Failed));
        Assert.Contains(_process!.Log.Lines, line => line.Contains($"Outbox entry {entry.Id} (InitialPassword), attempt 1: Failed (550 5.1.1)", StringComparison.Ordinal));
        Assert.All(_process!.Log.Lines.Concat(_process.WorkerLog.Lines), line =>
        {
            foreach (var secret in (string[])["@", "k7mq", Samples.Notice.Token, "Alice"])
            {
                Assert.DoesNotContain(secret, line, StringComparison.OrdinalIgnoreCase);
            }
        });
    }

    private OutboxProcess Process(IMailTransport transport) => _process ??= new OutboxProcess(_database, _clock, transport);

    private DeliverOutbox Worker(IMailTransport transport) => Process(transport).Worker();

    private async Task RunUntilAsync(IMailTransport transport, Predicate<List<OutboxEntry>> done)
    {
        using var worker = Worker(transport);
        await worker.StartAsync(CancellationToken.None);
        await UntilAsync(done);
        await worker.StopAsync(CancellationToken.None);
    }

    private Task UntilAsync(Predicate<List<OutboxEntry>> done) => _database.UntilAsync(done);

    private async Task<(OutboxState State, string? Failure)> StateAsync(OutboxEntry entry)
    {
        var stored = await _database.ReadAsync(entry.Id);
        return (stored.State, stored.LastFailure);
    }
}
