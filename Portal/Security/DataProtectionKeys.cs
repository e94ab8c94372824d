using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Portal.Core.Storage;

namespace Portal.Security;

/// <summary>
/// Keeps the framework's data-protection keys in <c>keys/data-protection</c>. They protect the anti-forgery tokens, what waits in a browser for
/// minutes while somebody signs in, and a recovery code in the page that shows it once (a session's secret is its own), so they lie there as they are, in a folder of mode 0700 with files of mode 0600, and
/// are not encrypted a second time with a key from the folder beside.
/// </summary>
internal sealed class DataProtectionKeys(DataFolder data) : IConfigureOptions<KeyManagementOptions>
{
    public void Configure(KeyManagementOptions options) => options.XmlRepository = new FileSystemXmlRepository(
        new DirectoryInfo(data.Folder("keys", "data-protection")), NullLoggerFactory.Instance);

    public static void Add(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("Portal");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, DataProtectionKeys>();
    }
}
