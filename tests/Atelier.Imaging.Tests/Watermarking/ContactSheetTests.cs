using Atelier.Imaging.Tests.Vips;

namespace Atelier.Imaging.Tests.Watermarking;

[Collection(VipsRuns.Name)]
public sealed class ContactSheetTests
{
    private const int MostBytes = 400_000;

    public ContactSheetTests() => TestVips.Start();

    [Fact]
    public void Draw_EverySample_MakesThePageOfTheDocs()
    {
        var page = ContactSheet.Draw();

        if (Environment.GetEnvironmentVariable("ATELIER_WRITE_DOCS") == "1")
            File.WriteAllBytes(Path.Combine(Docs(), "watermarks.jpg"), page);
        var read = TestVips.Decode(page, "jpegload_buffer");
        Assert.Equal((ContactSheet.Width, ContactSheet.Height), (read.Width, read.Height));
        Assert.InRange(page.Length, 50_000, MostBytes);
        Assert.True(File.Exists(Path.Combine(Docs(), "watermarks.jpg")), "Run this test with ATELIER_WRITE_DOCS=1.");
    }

    private static string Docs()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var docs = Path.Combine(folder.FullName, "docs", "pictures");
            if (Directory.Exists(docs))
                return docs;
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
