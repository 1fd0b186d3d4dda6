namespace Atelier.Imaging.Tests.Vips;

/// <summary>Tests that measure the whole process, managed memory too: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class VipsAlone
{
    public const string Name = "libvips alone";
}
