package io.streamgauge.nn;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.factory.DecompositionFactory_FDRM;

/**
 * A random matrix with orthonormal columns, or rows if it is wide, uniformly distributed (Mezzadri 2007,
 * arXiv:math-ph/0609050).
 *
 * <p>{@code A = Q R} of a matrix A of standard normal values; column j of Q times the sign of R_jj. Without the sign the
 * distribution would be that of the decomposition's habits.
 */
final class OrthogonalBlock {
    private OrthogonalBlock() {}

    /** The matrix [rows × columns] times {@code gain}, row-major. */
    static float[] draw(int rows, int columns, double gain, Draws draws) {
        int tall = Math.max(rows, columns);
        int narrow = Math.min(rows, columns);
        var normal = new FMatrixRMaj(tall, narrow);
        for (int i = 0; i < normal.data.length; i++) {
            normal.data[i] = (float) draws.normal();
        }
        FMatrixRMaj q = orthonormalColumns(normal);
        CommonOps_FDRM.scale((float) gain, q);
        if (rows < columns) {
            CommonOps_FDRM.transpose(q);
        }
        return q.data;
    }

    private static FMatrixRMaj orthonormalColumns(FMatrixRMaj matrix) {
        var qr = DecompositionFactory_FDRM.qr(matrix.numRows, matrix.numCols);
        if (!qr.decompose(matrix)) {
            throw new IllegalStateException(
                    "no QR decomposition of a " + matrix.numRows + " × " + matrix.numCols + " matrix");
        }
        FMatrixRMaj q = qr.getQ(null, true);
        FMatrixRMaj r = qr.getR(null, true);
        for (int column = 0; column < q.numCols; column++) {
            if (r.get(column, column) < 0) {
                CommonOps_FDRM.scaleCol(-1, q, column);
            }
        }
        return q;
    }
}
