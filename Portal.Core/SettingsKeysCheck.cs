using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Portal.Core;

/// <summary>A section of the settings and the class that it is read into.</summary>
/// <param name="Section">The section's key, such as <c>Portal</c>.</param>
/// <param name="Type">The class, whose public properties are its keys.</param>
/// <param name="Lists">Those of its keys that are lists.</param>
public sealed record KnownSettings(string Section, Type Type, params string[] Lists);

/// <summary>
/// Finds settings that would be passed over in silence: a key that nobody reads, and one value where a list is meant. A list of allowed
/// domains that is not read allows everything.
/// </summary>
internal sealed class SettingsKeysCheck(IConfiguration configuration, IEnumerable<KnownSettings> known) : IStartCheck
{
    // Rooms that do not run in this process may have settings all the same.
    private static readonly string[] OfOtherRooms = ["Portal:RateLimits"];

    /// <inheritdoc />
    public void Check()
    {
        var failures = known.SelectMany(Lists).Concat(known.SelectMany(Unknown)).Concat(Tenants()).ToList();
        if (failures.Count > 0)
        {
            throw new UnreadSettingsException(failures);
        }
    }

    private IEnumerable<string> Lists(KnownSettings settings) => settings.Lists.Select(name => $"{settings.Section}:{name}")
        .Where(key => configuration[key] is { Length: > 0 })
        .Select(key => $"{key} is '{configuration[key]}'; it is a list: write each value as an entry of its own, {key}:0, {key}:1 and so on.");

    private IEnumerable<string> Unknown(KnownSettings settings)
    {
        var names = settings.Type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return configuration.GetSection(settings.Section).GetChildren()
            .Where(child => !names.Contains(child.Key) && !OfOtherRooms.Contains(child.Path, StringComparer.OrdinalIgnoreCase))
            .Select(child => $"{child.Path} is no setting. docs/configuration.md lists them all: look for a slip of the pen.");
    }

    private IEnumerable<string> Tenants() => configuration.GetSection("Tenants").GetChildren()
        .Where(tenant => !tenant.Key.Equals(Core.Tenants.TenantCatalog.Default, StringComparison.OrdinalIgnoreCase))
        .Select(tenant => $"{tenant.Path} is no tenant; the only one so far is '{Core.Tenants.TenantCatalog.Default}'.");
}

/// <summary>Settings that nobody would read. Each text names one.</summary>
internal sealed class UnreadSettingsException(IReadOnlyList<string> failures) : StartException(failures);
