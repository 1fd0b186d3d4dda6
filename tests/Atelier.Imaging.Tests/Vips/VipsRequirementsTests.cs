using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Vips;

public sealed class VipsRequirementsTests
{
    [Fact]
    public void Check_EverythingThere_Passes() =>
        Assert.Null(Record.Exception(() => VipsRequirements.Check(new Version(8, 14, 0), "/lib/vips", _ => true)));

    [Fact]
    public void Check_OldVersion_NamesBothVersions()
    {
        var failure = Assert.Throws<VipsUnavailableException>(() =>
            VipsRequirements.Check(new Version(8, 12, 1), "/lib/vips", _ => true)
        );

        Assert.StartsWith(
            "The libvips 8.12.1 at /lib/vips is older than 8.14;",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Check_CodecsMissing_NamesThemAndTheFix()
    {
        var failure = Assert.Throws<VipsUnavailableException>(() =>
            VipsRequirements.Check(
                new Version(8, 18, 7),
                "/lib/vips",
                operation => !operation.StartsWith("webp", StringComparison.Ordinal)
            )
        );

        Assert.Equal(
            "The libvips 8.18.7 at /lib/vips was built without webpsave_buffer, webpload_buffer; "
                + $"{VipsUnavailableException.Advice}.",
            failure.Message
        );
    }
}
