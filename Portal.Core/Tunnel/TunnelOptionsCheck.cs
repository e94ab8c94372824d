using Microsoft.Extensions.Options;

namespace Portal.Core.Tunnel;

/// <summary>Refuses to start with tunnel settings that could not work, naming key, value and remedy.</summary>
internal sealed class TunnelOptionsCheck : IValidateOptions<TunnelOptions>
{
    private static readonly TimeSpan Least = TimeSpan.FromHours(1);
    private static readonly TimeSpan Most = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, TunnelOptions options) =>
        options.MaxSignatureAge == TimeSpan.Zero || (options.MaxSignatureAge >= Least && options.MaxSignatureAge <= Most)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Tunnel:{nameof(options.MaxSignatureAge)} is '{options.MaxSignatureAge}': set a time from {Least} to {Most} that is longer than gateways "
                + $"keep a mail in their queue, such as 7.00:00:00, or {TimeSpan.Zero} for no limit.");
}
