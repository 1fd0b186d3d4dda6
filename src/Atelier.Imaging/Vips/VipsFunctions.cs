using System.Reflection;
using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>The C functions that <see cref="LibVips"/> imports, looked up before the first call instead of at it.</summary>
internal static class VipsFunctions
{
    private const int Named = 3;

    internal static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(LibVips)
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(method => method.GetCustomAttribute<LibraryImportAttribute>()?.EntryPoint)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <exception cref="VipsUnavailableException">Some are missing; the text names the first of them.</exception>
    internal static void Check(string library, Func<string, bool> hasFunction)
    {
        var missing = Names.Where(name => !hasFunction(name)).ToList();
        if (missing.Count == 0)
            return;

        var more = missing.Count > Named ? $" and {missing.Count - Named} more functions" : "";
        throw new VipsUnavailableException(
            $"The library at {library} is no libvips {VipsRequirements.Oldest} or later: it lacks "
                + $"{string.Join(", ", missing.Take(Named))}{more}; {VipsUnavailableException.Advice}."
        );
    }
}
