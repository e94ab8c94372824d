using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Core.Outbox.Journal;
using Portal.Core.Outbox.Sms.Gateways;
using Portal.Core.Outbox.Sms.Limits;
using Portal.Core.Storage;
using Portal.Core.Storage.Model;

namespace Portal.Core.Outbox.Sms;

/// <summary>Registers what queues SMS, and what sends them.</summary>
internal static class SmsServices
{
    /// <summary>For every process: SMS can be queued, and none can be read.</summary>
    public static IServiceCollection AddSmsQueue(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<SmsOptions, SmsOptionsCheck>().Bind(configuration.GetSection("Sms"));
        services.AddSingleton(new KnownSettings("Sms", typeof(SmsOptions), nameof(SmsOptions.Countries)));
        services.AddSingleton(new KnownSettings("Sms:Twilio", typeof(TwilioOptions)));
        services.AddSingleton(new KnownSettings("Sms:Http", typeof(HttpSmsOptions)));
        services.AddSingleton(new KnownSettings("Sms:Mail", typeof(MailSmsOptions)));
        services.AddKeyedSingleton<OutboxSignal>(OutboxKind.Sms);
        services.AddSingleton<SmsLimits>();
        services.AddSingleton<QueueSms>();
        return services;
    }

    /// <summary>For the web side: a worker of its own and the way out of <c>Sms:Provider</c>.</summary>
    public static IServiceCollection AddSmsDelivery(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<SmsOptions>, SmsProviderCheck>();
        services.AddSingleton<SmsHttp>();
        services.AddSingleton<ISmsSender>(provider => provider.GetRequiredService<IOptions<SmsOptions>>().Value.Provider switch
        {
            SmsProvider.Twilio => ActivatorUtilities.CreateInstance<TwilioSms>(provider),
            SmsProvider.Http => ActivatorUtilities.CreateInstance<HttpSms>(provider),
            SmsProvider.Mail => ActivatorUtilities.CreateInstance<MailSms>(provider),
            _ => new NoSms(),
        });
        services.AddSingleton<SendSms>();
        services.AddSingleton<FollowSms>();
        services.AddSingleton<SweepSms>();
        services.AddHostedService<TendSms>();

        // AddHostedService would take it for the worker of the mails, which is there already.
        services.AddSingleton<IHostedService>(Worker);
        return services;
    }

    private static DeliverOutbox Worker(IServiceProvider provider)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        return new DeliverOutbox(
            new OutboxQueue(
                provider.GetRequiredService<IDbContextFactory<PortalContext>>(), provider.GetRequiredService<OutboxJournal>(), clock, sms: true),
            provider.GetRequiredService<TakeOverOutbox>(),
            provider.GetRequiredService<SendEntry>(), provider.GetRequiredService<DropSentBlobs>(), provider.GetRequiredService<ISmsSender>(),
            provider.GetRequiredKeyedService<OutboxSignal>(OutboxKind.Sms), provider.GetRequiredService<OutboxPace>(),
            clock, provider.GetRequiredService<ILogger<DeliverOutbox>>());
    }
}
