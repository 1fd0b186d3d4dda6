namespace Atelier.Imaging.Tests.Vips;

/// <summary>Tests that run libvips take turns: some of them count what the whole process has open.</summary>
[CollectionDefinition(Name)]
public sealed class VipsRuns
{
    public const string Name = "libvips";
}
