using System.Runtime.InteropServices;
using System.Text;

namespace Atelier.Imaging.Neural;

/// <summary>A network of one input, ready to be run; of its outputs the first is read. May be used by many threads.</summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private const int ErrorsOnly = 3;
    private const int Floats = 1;

    private readonly OrtLibrary _library;
    private readonly OrtHandle _environment;
    private readonly OrtHandle _session;
    private readonly OrtHandle _memory;
    private readonly byte[] _input;
    private readonly byte[] _output;

    /// <param name="threads">How many it may use for one run.</param>
    /// <exception cref="NeuralException">The file is no network that it knows.</exception>
    internal OrtSession(OrtLibrary library, string path, int threads)
    {
        _library = library;
        _environment = CreateEnvironment();
        try
        {
            _session = CreateSession(path, threads);
            _memory = CreateMemory();
            _input = NameOf(OrtSlot.InputName);
            _output = NameOf(OrtSlot.OutputName);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the network says to these numbers.</summary>
    /// <param name="shape">The sides of the input, whose product is its length.</param>
    /// <exception cref="NeuralException">It could not be run.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the run ends within milliseconds.</exception>
    internal float[] Run(float[] numbers, ReadOnlySpan<long> shape, CancellationToken cancellationToken)
    {
        using var options = _library.Make(OrtSlot.CreateRunOptions, OrtSlot.ReleaseRunOptions);
        using var cancelling = cancellationToken.Register(() => Terminate(options));
        try
        {
            fixed (float* data = numbers)
            {
                using var input = CreateTensor(data, numbers.Length, shape);
                using var output = Run(options, input);
                return Read(output);
            }
        }
        catch (NeuralException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _session?.Dispose();
        _environment.Dispose();
    }

    private OrtHandle Run(OrtHandle options, OrtHandle input)
    {
        var run = (delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)
            _library.At(OrtSlot.Run);
        fixed (byte* inputName = _input)
        fixed (byte* outputName = _output)
        {
            byte* from = inputName,
                to = outputName;
            var given = input.DangerousGetHandle();
            nint made = 0;
            var added = false;
            // Whoever disposes the session meanwhile must wait for this run.
            _session.DangerousAddRef(ref added);
            try
            {
                _library.Check(
                    run(_session.DangerousGetHandle(), options.DangerousGetHandle(), &from, &given, 1, &to, 1, &made)
                );
                return _library.Own(made, OrtSlot.ReleaseValue);
            }
            finally
            {
                _session.DangerousRelease();
            }
        }
    }

    private float[] Read(OrtHandle tensor)
    {
        nint shape;
        var shapeOf = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)_library.At(OrtSlot.TensorShape);
        _library.Check(shapeOf(tensor.DangerousGetHandle(), &shape));
        using var owned = _library.Own(shape, OrtSlot.ReleaseTensorShape);
        nuint count;
        var countOf = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)_library.At(OrtSlot.TensorShapeCount);
        _library.Check(countOf(shape, &count));
        float* data;
        var dataOf = (delegate* unmanaged[Cdecl]<nint, float**, nint>)_library.At(OrtSlot.TensorData);
        _library.Check(dataOf(tensor.DangerousGetHandle(), &data));
        return new ReadOnlySpan<float>(data, checked((int)count)).ToArray();
    }

    private void Terminate(OrtHandle options)
    {
        var added = false;
        try
        {
            options.DangerousAddRef(ref added);
            var terminate = (delegate* unmanaged[Cdecl]<nint, nint>)_library.At(OrtSlot.Terminate);
            _library.Check(terminate(options.DangerousGetHandle()));
        }
        catch (ObjectDisposedException)
        {
            // The run has just ended.
        }
        finally
        {
            if (added)
                options.DangerousRelease();
        }
    }

    private OrtHandle CreateTensor(float* data, int length, ReadOnlySpan<long> shape)
    {
        var create = (delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)
            _library.At(OrtSlot.CreateTensor);
        fixed (long* sides = shape)
        {
            nint made;
            var size = (nuint)length * sizeof(float);
            _library.Check(create(_memory.DangerousGetHandle(), data, size, sides, (nuint)shape.Length, Floats, &made));
            return _library.Own(made, OrtSlot.ReleaseValue);
        }
    }

    private OrtHandle CreateEnvironment()
    {
        var create = (delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)_library.At(OrtSlot.CreateEnvironment);
        fixed (byte* name = "atelier\0"u8)
        {
            nint made;
            _library.Check(create(ErrorsOnly, name, &made));
            return _library.Own(made, OrtSlot.ReleaseEnvironment);
        }
    }

    private OrtHandle CreateSession(string path, int threads)
    {
        using var options = _library.Make(OrtSlot.CreateSessionOptions, OrtSlot.ReleaseSessionOptions);
        var bare = options.DangerousGetHandle();
        _library.Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)_library.At(OrtSlot.SetThreads))(bare, threads));
        // Its own heap would keep the most that a run ever took.
        _library.Check(((delegate* unmanaged[Cdecl]<nint, nint>)_library.At(OrtSlot.DisableArena))(bare));
        // Threads that wait for each other leave the cores to others.
        Set(bare, "session.intra_op.allow_spinning\0"u8, "0\0"u8);
        var create = (delegate* unmanaged[Cdecl]<nint, byte*, nint, nint*, nint>)_library.At(OrtSlot.CreateSession);
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            nint made;
            _library.Check(create(_environment.DangerousGetHandle(), name, bare, &made));
            return _library.Own(made, OrtSlot.ReleaseSession);
        }
    }

    private void Set(nint options, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var set = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)_library.At(OrtSlot.AddSetting);
        fixed (byte* key = name)
        fixed (byte* text = value)
            _library.Check(set(options, key, text));
    }

    private OrtHandle CreateMemory()
    {
        nint made;
        var create = (delegate* unmanaged[Cdecl]<int, int, nint*, nint>)_library.At(OrtSlot.CreateCpuMemory);
        _library.Check(create(0, 0, &made));
        return _library.Own(made, OrtSlot.ReleaseMemory);
    }

    private byte[] NameOf(OrtSlot slot)
    {
        nint allocator;
        _library.Check(((delegate* unmanaged[Cdecl]<nint*, nint>)_library.At(OrtSlot.DefaultAllocator))(&allocator));
        byte* text;
        var nameOf = (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)_library.At(slot);
        _library.Check(nameOf(_session.DangerousGetHandle(), 0, allocator, &text));
        try
        {
            return [.. MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text), 0];
        }
        finally
        {
            var free = (delegate* unmanaged[Cdecl]<nint, void*, nint>)_library.At(OrtSlot.Free);
            _library.Check(free(allocator, text));
        }
    }
}
