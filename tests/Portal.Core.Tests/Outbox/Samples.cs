using Microsoft.Extensions.Options;
using Portal.Core.Keys;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Mails;
using Portal.Core.Sealing;
using Portal.Core.Storage;
using Portal.Core.Storage.Blobs;
using Portal.Core.Storage.Model;
using Portal.Core.Tenants;

namespace Portal.Core.Tests.Outbox;

/// <summary>Payloads and the settings around them.</summary>
internal static class Samples
{
    public const string Link = "https://portal.example.com/n/AbCdEfGhIjKlMnOpQrStUv";

    public static VaultKey Vault { get; } = new(P256KeyPair.Create());

    public static TenantOptions Tenant { get; } = new() { DisplayName = "Example Bank", MailFrom = "portal@bank.example", Language = "en" };

    public static TenantCatalog Tenants { get; } = new(new Settings<TenantOptions>(Tenant));

    public static BlobFolder Blobs { get; } = new(new DataFolder(Directory.CreateTempSubdirectory("outbox-blobs-").FullName));

    public static ComposeMail Compose { get; } = new(Tenants, Options.Create(new PortalOptions { PublicUrl = new Uri("https://portal.example.com") }), Blobs);

    public static NoticePayload Notice { get; } = new()
    {
        MailboxId = Guid.NewGuid(),
        To = "bob@example.net",
        SenderName = "Alice Example",
        SenderAddress = "alice@example.com",
        Token = "AbCdEfGhIjKlMnOpQrStUv",
        Invited = true,
        InitialPasswordUntil = new DateTimeOffset(2026, 12, 20, 14, 5, 0, TimeSpan.Zero),
        Language = "en",
    };

    public static InitialPasswordPayload Password { get; } = new()
    {
        To = "alice@example.com",
        SenderName = "Alice Example",
        RecipientAddress = "bob@example.net",
        InitialPassword = "k7mqw3rtx9pdh4cn",
        Until = new DateTimeOffset(2026, 12, 20, 14, 5, 0, TimeSpan.Zero),
        Language = "en",
    };

    public static OutboxSealer Sealer(TimeProvider clock) => new(Vault.Public, clock);

    public static OutboxEntry Entry(TimeProvider clock) => Sealer(clock).Seal(Notice, TenantCatalog.Default);

    public static OutgoingMail Mail(NoticePayload notice) =>
        Compose.Compose(Sealer(new FakeClock()).Seal(notice, TenantCatalog.Default), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(notice));

    public static OutgoingMail Mail(InitialPasswordPayload password) =>
        Compose.Compose(Sealer(new FakeClock()).Seal(password, TenantCatalog.Default), System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(password));

    private sealed class Settings<T>(T value) : IOptionsMonitor<T>
    {
        public T CurrentValue => value;

        public T Get(string? name) => value;

        public IDisposable? OnChange(Action<T, string?> listener) => null;
    }
}
