using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Keys;
using Portal.Core.Tunnel;

namespace Portal.Core;

/// <summary>The web side's keys can be read.</summary>
internal sealed class ReadingCheck(IServiceProvider services) : IStartCheck
{
    public void Check()
    {
        services.GetRequiredService<VaultKey>();
        services.GetRequiredService<IngestPublicKey>();
        services.GetRequiredService<ServerPepper>();
        _ = services.GetRequiredService<SigningKey>().Key;
    }
}
