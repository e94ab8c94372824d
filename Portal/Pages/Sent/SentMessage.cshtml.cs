using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Portal.Core.Messages.Tracking;
using Portal.Resources;
using Portal.Security;

namespace Portal.Pages.Sent;

/// <summary>The same view of one message for a sender who has signed in through the tenant's provider.</summary>
[EnableRateLimiting(RateLimits.Notice)]
internal sealed class SentMessageModel(SentOwner owner, SentDesk desk, IStringLocalizer<Texts> texts) : SentViewModel(desk, texts)
{
    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    /// <inheritdoc />
    public override string Path => $"/sent/messages/{Id:N}";

    /// <inheritdoc />
    protected override Task<SentMessage?> FindAsync(CancellationToken cancellationToken) => owner.FindAsync(Id, cancellationToken);
}
