using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Sms;
using Portal.Core.Outbox.Sms.Gateways;
using Portal.Core.Storage.Model;
using Portal.Core.Tests.Storage;
using TestKit;
using Xunit;

namespace Portal.Core.Tests.Outbox.Sms;

/// <summary>The product as it is put together: queued in one place, at the provider a moment later.</summary>
public sealed class SmsServicesTests(FakeTwilio server) : IClassFixture<FakeTwilio>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_queued_SMS_is_at_the_provider_before_the_worker_would_have_looked_by_itself()
    {
        await File.WriteAllTextAsync(_folder.File("token"), FakeTwilio.AuthToken);
        await using var installation = await Installation.StartAsync(
            services => services.AddOutbox(new ConfigurationBuilder().Build()).AddSingleton(new OutboxPace { Poll = TimeSpan.FromHours(1) }),
            ("Sms:Provider", "Twilio"), ("Sms:Countries:0", "CH"), ("Sms:Twilio:AccountSid", FakeTwilio.AccountSid),
            ("Sms:Twilio:AuthTokenFile", _folder.File("token")), ("Sms:Twilio:From", "+41791112233"), ("Sms:Twilio:BaseUrl", server.BaseUrl));
        var workers = installation.Get<IEnumerable<IHostedService>>().ToList();
        Assert.Equal(2, workers.OfType<DeliverOutbox>().Count());
        await Task.WhenAll(workers.Select(worker => worker.StartAsync(CancellationToken.None)));
        var request = SmsSamples.Request(TimeProvider.System, "+41791239900") with { ValidUntil = installation.Clock.GetUtcNow().AddMinutes(5) };
        Assert.IsType<QueueSmsOutcome.Queued>(await installation.Get<QueueSms>().QueueAsync(request, default));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await installation.QueryAsync(db => Task.FromResult(db.SmsMessages.Any(m => m.State == SmsState.Sent && m.ProviderId != null))))
        {
            await Task.Delay(20, limit.Token);
        }

        Assert.Single(server.Posts("+41791239900"));
        await Task.WhenAll(workers.Select(worker => worker.StopAsync(CancellationToken.None)));
    }

    [Theory]
    [InlineData("None", typeof(NoSms))]
    [InlineData("Http", typeof(HttpSms))]
    [InlineData("Mail", typeof(MailSms))]
    public async Task Each_provider_has_its_way_out(string provider, Type sender)
    {
        await using var installation = await Installation.StartAsync(
            services => services.AddOutbox(new ConfigurationBuilder().Build()),
            ("Sms:Provider", provider), ("Sms:Countries:0", "CH"), ("Sms:Http:Url", "https://sms.example.com/?to={number}&text={text}"),
            ("Sms:Mail:Domain", "sms.example.com"));
        Assert.IsType(sender, installation.Get<ISmsSender>());
    }
}
