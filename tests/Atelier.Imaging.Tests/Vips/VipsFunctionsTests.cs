using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Vips;

[Collection(VipsRuns.Name)]
public sealed partial class VipsFunctionsTests
{
    [Fact]
    public void Names_AllImports_AreInTheLibraryAndNamed()
    {
        var library = NativeLibrary.Load(TestVips.Start().LibraryPath);

        Assert.Contains("vips_init", VipsFunctions.Names);
        Assert.Contains("g_object_unref", VipsFunctions.Names);
        Assert.Contains("vips_image_get_data", VipsFunctions.Names);
        Assert.All(VipsFunctions.Names, name => Assert.True(NativeLibrary.TryGetExport(library, name, out _), name));
    }

    [Fact]
    public void Check_OneMissing_NamesItAndTheFix()
    {
        var failure = Assert.Throws<VipsUnavailableException>(() =>
            VipsFunctions.Check("/lib/vips", name => name != "vips_blob_get")
        );

        Assert.Equal(
            "The library at /lib/vips is no libvips 8.14 or later: it lacks vips_blob_get; "
                + $"{VipsUnavailableException.Advice}.",
            failure.Message
        );
    }

    [Fact]
    public void Check_AnotherLibrary_NamesTheFirstAndCountsTheOthers()
    {
        var failure = Assert.Throws<VipsUnavailableException>(() => VipsFunctions.Check("/lib/libz.so", _ => false));

        var more = VipsFunctions.Names.Count - 3;
        Assert.Contains(
            $"{VipsFunctions.Names[2]} and {more} more functions; ",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    // What is used but not required would fail at a customer's picture instead of at the start.
    [Fact]
    public void Operations_AllThatTheSourcesName_AreRequired()
    {
        var named = Directory
            .EnumerateFiles(
                Path.Combine(Repository.Folder("src"), "Atelier.Imaging"),
                "*.cs",
                SearchOption.AllDirectories
            )
            .SelectMany(file => OperationName().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();

        Assert.Contains("icc_transform", named);
        Assert.All(named, name => Assert.Contains(name, VipsRequirements.Operations));
    }

    [GeneratedRegex("new VipsOperation\\(\\s*\"(\\w+)\"")]
    private static partial Regex OperationName();
}
