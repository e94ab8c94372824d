using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core.Accounts;
using Portal.Core.Accounts.Addresses;
using Portal.Core.Accounts.Devices;
using Portal.Core.Accounts.Digests;
using Portal.Core.Accounts.External;
using Portal.Core.Accounts.Factors;
using Portal.Core.Accounts.Invitations;
using Portal.Core.Accounts.MailCodes;
using Portal.Core.Accounts.Passwords;
using Portal.Core.Accounts.Resets;
using Portal.Core.Accounts.Sessions;
using Portal.Core.Accounts.SignIns;
using Portal.Core.Accounts.States;
using Portal.Core.Evidence;
using Portal.Core.Keys;
using Portal.Core.Mailboxes;
using Portal.Core.Messages;
using Portal.Core.Messages.Certificates;
using Portal.Core.Messages.Drafts;
using Portal.Core.Messages.Export;
using Portal.Core.Messages.Locks;
using Portal.Core.Messages.Proof;
using Portal.Core.Messages.Receipts;
using Portal.Core.Messages.Replies;
using Portal.Core.Messages.Retention;
using Portal.Core.Messages.Search;
using Portal.Core.Messages.Threads;
using Portal.Core.Messages.Tracking;
using Portal.Core.Messages.Unread;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Bounces;
using Portal.Core.Outbox.Sms;
using Portal.Core.Storage;
using Portal.Core.Tenants;
using Portal.Core.Tunnel;

namespace Portal.Core;

/// <summary>Registers what both doors share, and what only the web side may have.</summary>
public static class CoreServices
{
    /// <summary>Storage, tenants, and all that seals. With this alone a process can take mail in and read none.</summary>
    public static IServiceCollection AddPortalCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PortalOptions>().Bind(configuration.GetSection("Portal")).ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<PortalOptions>, PortalOptionsValidation>();
        services.AddOptions<TenantOptions>(TenantCatalog.Default)
            .Bind(configuration.GetSection($"Tenants:{TenantCatalog.Default}")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<TenantOptions>>(
            new TenantOptionsCheck(address => Mime.AddressList.TryParseAddrSpec(address, out _)));
        services.AddSingleton<TenantCatalog>();
        services.AddSingleton<IStartCheck, SettingsKeysCheck>();
        services.AddSingleton(new KnownSettings("Portal", typeof(PortalOptions)));
        services.AddSingleton(new KnownSettings($"Tenants:{TenantCatalog.Default}", typeof(TenantOptions), nameof(TenantOptions.SenderDomains),
            nameof(TenantOptions.RecipientDomains), nameof(TenantOptions.DefaultRecipients)));
        foreach (var provider in configuration.GetSection($"Tenants:{TenantCatalog.Default}:{nameof(TenantOptions.Providers)}").GetChildren())
        {
            services.AddSingleton(new KnownSettings(provider.Path, typeof(ProviderOptions), nameof(ProviderOptions.AuthoritativeDomains)));
        }

        foreach (var recipient in configuration.GetSection($"Tenants:{TenantCatalog.Default}:{nameof(TenantOptions.DefaultRecipients)}").GetChildren())
        {
            services.AddSingleton(new KnownSettings(recipient.Path, typeof(DefaultRecipient)));
        }

        services.AddSingleton(new KnownSettings("Tunnel", typeof(TunnelOptions)));
        services.AddSingleton(new KnownSettings("Relay", typeof(Outbox.Relay.RelayOptions)));
        services.AddSingleton(new KnownSettings("Database", typeof(DatabaseOptions)));
        services.AddSingleton<TrustedGateways>();
        services.AddSingleton<GatewayCredentials>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddStorage();
        services.AddOptionsWithValidateOnStart<TunnelOptions, TunnelOptionsCheck>().Bind(configuration.GetSection("Tunnel"));
        services.AddSingleton<TunnelKeyFile>();
        services.AddSingleton(provider => new KeyFolder(provider.GetRequiredService<DataFolder>().File("keys")));
        services.AddSingleton(provider => provider.GetRequiredService<KeyFolder>().ReadVaultPublicKey());
        services.AddSingleton(provider => provider.GetRequiredService<KeyFolder>().ReadPepper());
        services.AddSingleton<ServerCertificate>();
        services.AddSingleton<PrepareInstallation>();
        services.AddSingleton<InitialPasswords>();
        services.AddSingleton<MakeInvitation>();
        services.AddSingleton<FindAccount>();
        services.AddSingleton<ChangeAccountState>();
        services.AddSingleton<MailboxKeyCache>();
        services.AddSingleton<EnsureMailbox>();
        services.AddSingleton<OutboxSealer>();
        services.AddSingleton<AppendEvidence>();
        services.AddSingleton<BounceAddresses>();
        services.AddSingleton<RecordBounce>();
        services.AddSingleton<OutboxSignal>();
        services.AddKeyedSingleton<OutboxSignal>(Storage.Model.OutboxKind.PasswordReset);
        services.AddSmsQueue(configuration);
        return services;
    }

    /// <summary>What takes mail in: needs the ingest key, knows only the public half of the vault key.</summary>
    public static IServiceCollection AddPortalIntake(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<KeyFolder>().ReadIngestKey());
        services.TryAddSingleton<SealMessage>();
        services.AddSingleton<ChooseChannel>();
        services.AddSingleton<PrepareDelivery>();
        services.TryAddSingleton<CheckCertificate>();
        services.AddSingleton<SendToCertificates>();
        services.AddSingleton<MessageWriter>();
        services.AddSingleton<SaveMessage>();
        services.AddSingleton<SweepBlobs>();
        services.AddSingleton<ClaimSubmission>();
        services.AddSingleton<RecogniseMail>();
        services.AddSingleton<ForgetDeleted>();
        return services;
    }

    /// <summary>What lets people read: the vault key and all that opens.</summary>
    public static IServiceCollection AddPortalReading(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<KeyFolder>().ReadVaultKey());
        services.AddSingleton(provider => new IngestPublicKey(provider.GetRequiredService<KeyFolder>().ReadIngestPublicKey()));
        services.AddSingleton<IStartCheck, ReadingCheck>();
        services.AddSingleton<UnlockMailboxes>();
        services.AddSingleton<DeliveryKey>();
        services.AddSingleton<ListMessages>();
        services.AddSingleton<OpenMessage>();
        services.AddSingleton<MarkRead>();
        services.AddSingleton<RecordDownload>();
        services.AddSingleton<MarkUnread>();
        services.AddSingleton<LockDelivery>();
        services.AddSingleton<MoveMessages>();
        services.AddSingleton<DeleteMessages>();
        services.AddSingleton<ListConversation>();
        services.AddSingleton<SearchMessages>();
        services.AddSingleton<FindNotice>();
        services.AddSingleton<ReadEvidence>();
        AddCare(services);
        AddPasswords(services);
        services.AddResets();
        services.AddSingleton<CountTries>();
        services.AddSingleton<CheckPassword>();
        services.AddSingleton<RememberDevice>();
        services.AddSingleton<TellOfDevice>();
        services.AddSingleton<RememberDeleted>();
        services.AddFactors();
        services.AddSingleton<DeleteAccount>();
        AddInvitations(services);
        AddReplies(services);
        AddSent(services);
        services.AddSingleton<ProfileBox>();
        services.AddSingleton<ReadProfile>();
        services.AddSingleton<ChangeProfile>();
        AddExternalSignIn(services);
        AddOwnAccount(services);
        return services;
    }

    // What becomes of messages that nobody reads, that went to the wrong person, or whose time is over.
    private static void AddCare(IServiceCollection services)
    {
        services.AddSingleton<CheckNotice>();
        services.AddSingleton<RemindReaders>();
        services.AddSingleton<TellUnread>();
        services.AddSingleton<NotForMe>();
        services.AddSingleton<WarnOfExpiry>();
        services.AddSingleton<ExpireMessages>();
        services.AddSingleton<HoldMessage>();
        services.AddSingleton<EndOldMessages>();
    }

    private static void AddPasswords(IServiceCollection services)
    {
        services.AddSingleton<ExpectedWords>();
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<IAccountHasher, AccountPasswordHasher>();
        services.AddSingleton<LockMailboxes>();
        services.AddSingleton<TakeOverMailbox>();
        services.AddSingleton<WritePassword>();
        services.AddSingleton<RenewHash>();
        services.AddSingleton<ReplacePassword>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<CountFormerTries>();
        services.AddSingleton<OpenClosed>();
        services.AddSingleton<KeepRecoveryCode>();
        services.AddSingleton<ReplaceMailboxes>();
        services.AddSingleton<FindClosedMailboxes>();
    }

    private static void AddInvitations(IServiceCollection services)
    {
        services.AddSingleton<FollowUpInvitations>();
        services.AddSingleton<TellOfBounces>();
        services.AddSingleton<TellOfReturned>();
        services.TryAddSingleton<CheckCertificate>();
        services.AddSingleton<ListCertificates>();
        services.AddSingleton<AddCertificate>();
        services.AddSingleton<ProveCertificate>();
        services.AddSingleton<ChangeCertificate>();
        services.AddSingleton<TellOfCertificateEnds>();
        services.AddSingleton<FindInvitation>();
        services.AddSingleton<FindSenderLink>();
        services.AddSingleton<RenewInvitation>();
        services.AddSingleton<SendSmsPassword>();
        services.AddSingleton<ReplaceFailedSms>();
        services.AddSingleton<ExpireUnused>();
        services.AddSingleton<TryInitialPassword>();
        services.AddSingleton<RegisterAccount>();
    }

    // What people write, and how it leaves.
    private static void AddReplies(IServiceCollection services)
    {
        services.AddSingleton<SigningKeyFile>();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<FindGatewayTarget>();
        services.TryAddSingleton<SealMessage>();
        services.AddSingleton<ComposeReply>();
        services.AddSingleton<EncryptToGateway>();
        services.AddSingleton<EncryptReply>();
        services.AddSingleton<ISendReply, SendReply>();
        services.AddSingleton<ReturnReplies>();
        services.AddSingleton<SendReceipt>();
        services.AddSingleton<ReplyPolicy>();
        services.AddSingleton<SaveDraft>();
        services.AddSingleton<OpenDraft>();
        services.AddSingleton<ListDrafts>();
        services.AddSingleton<AttachFile>();
        services.AddSingleton<DiscardDraft>();
        services.AddSingleton<SendDraft>();
    }

    // What senders see, and do, of what they sent.
    private static void AddSent(IServiceCollection services)
    {
        services.AddSingleton<ReadSent>();
        services.AddSingleton<FindSenderMessage>();
        services.AddSingleton<NotifyAgain>();
        services.AddSingleton<WithdrawMessage>();
        services.AddSingleton<ExtendMessage>();
        services.AddSingleton<ListSent>();
        services.AddSingleton<SignText>();
        services.AddSingleton<ExportEvidence>();
    }

    private static void AddExternalSignIn(IServiceCollection services)
    {
        services.AddSingleton<ExternalLogins>();
        services.AddSingleton<ChangeProviders>();
        services.AddSingleton<RegisterExternally>();
        services.AddSingleton<SignInExternally>();
        services.AddSingleton<SendMailCode>();
        services.AddSingleton<CheckMailCode>();
        services.AddSingleton<SpendAttempt>();
    }

    // What people settle about their own accounts.
    private static void AddOwnAccount(IServiceCollection services)
    {
        services.AddSingleton<DigestSchedule>();
        services.AddSingleton<SendDigests>();
        services.AddSingleton<FindPhrase>();
        services.AddSingleton<FindProfile>();
        services.AddSingleton<IFindRecipient, FindRecipient>();
        services.AddSingleton<ListSessions>();
        services.AddSingleton<ListDevices>();
        services.AddSingleton<ForgetDevice>();
        services.AddSingleton<RecordSignIn>();
        services.AddSingleton<ListSignIns>();
        services.AddSingleton<AddressCodes>();
        services.AddSingleton<AddAddress>();
        services.AddSingleton<ProveAddress>();
        services.AddSingleton<ListAddresses>();
        services.AddSingleton<RemoveAddress>();
        services.AddSingleton<ExportMails>();
        services.AddSingleton<FindLeftOut>();
        services.AddSingleton<DescribeWaysIn>();
        services.AddSingleton<DescribeAccount>();
    }
}
