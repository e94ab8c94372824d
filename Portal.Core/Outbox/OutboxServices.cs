using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Core.Evidence;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Outbox.Journal;
using Portal.Core.Outbox.Mails;
using Portal.Core.Outbox.Relay;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;

namespace Portal.Core.Outbox;

/// <summary>Registers what sends.</summary>
public static class OutboxServices
{
    /// <summary>
    /// The outbox's worker and its way out: the relay of the settings below <c>Relay</c>, or the pickup folder when there is none.
    /// Only for the web side: it opens what was sealed to the vault.
    /// </summary>
    public static IServiceCollection AddOutbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<RelayOptions, RelayOptionsCheck>().Bind(configuration.GetSection("Relay"));
        services.TryAddSingleton<OutboxSignal>();
        services.AddSingleton<IStartCheck, OutboxFolderCheck>();
        services.AddSingleton<OutboxPace>();
        services.AddSingleton(_ => BootId.Read());
        services.AddSingleton<OutboxJournal>();
        services.AddSingleton<TakeOverOutbox>();
        services.AddSingleton<CheckUse>();
        services.AddSingleton(provider => new OutboxQueue(
            provider.GetRequiredService<IDbContextFactory<PortalContext>>(), provider.GetRequiredService<OutboxJournal>(),
            provider.GetRequiredService<TimeProvider>(), evidence: provider.GetRequiredService<AppendEvidence>(), bounces: provider.GetRequiredService<RecordBounce>(),
            addresses: provider.GetRequiredService<BounceAddresses>()));
        services.AddSingleton<ComposeMail>();
        services.AddSingleton<SendEntry>();
        services.AddSingleton<DropSentBlobs>();
        services.AddSingleton<IMailTransport>(provider => provider.GetRequiredService<IOptions<RelayOptions>>().Value.Host.Length > 0
            ? ActivatorUtilities.CreateInstance<SmtpRelay>(provider)
            : ActivatorUtilities.CreateInstance<PickupFolder>(provider));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<DeliverOutbox>(
            provider, provider.GetRequiredService<IMailTransport>()));
        return services.AddSmsDelivery();
    }
}
